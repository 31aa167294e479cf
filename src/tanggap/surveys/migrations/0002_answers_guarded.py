"""No score outside 1 to 4 whoever writes it, and no question of a published questionnaire changes under those who answered it."""

from django.db import migrations

GUARDS = """
ALTER TABLE surveys_response ADD CONSTRAINT surveys_response_scores_of_scale
  CHECK (cardinality(scores) IN (0, 9) AND 1 <= ALL (scores) AND 4 >= ALL (scores));

CREATE FUNCTION surveys_questionnaire_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (NEW.questions, NEW.title, NEW.introduction, NEW.kind, NEW.published_at)
     IS DISTINCT FROM (OLD.questions, OLD.title, OLD.introduction, OLD.kind, OLD.published_at) THEN
    RAISE EXCEPTION 'a published questionnaire stands still'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'surveys_questionnaire_stands_still';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER surveys_questionnaire_guard BEFORE UPDATE ON surveys_questionnaire
  FOR EACH ROW EXECUTE FUNCTION surveys_questionnaire_guard();
"""
BACK = """
DROP TRIGGER surveys_questionnaire_guard ON surveys_questionnaire;
DROP FUNCTION surveys_questionnaire_guard();
ALTER TABLE surveys_response DROP CONSTRAINT surveys_response_scores_of_scale;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_surveys_and_answers")]
    operations = [migrations.RunSQL(GUARDS, BACK)]
