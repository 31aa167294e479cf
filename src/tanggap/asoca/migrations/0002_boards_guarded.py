"""What was judged is never rewritten, judgements come only to an open board, and no action waits for itself: held by the database."""

from django.db import migrations

MOVES = """
CREATE FUNCTION asoca_board_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'a board that was judged stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'asoca_board_stays';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'a closed board does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'asoca_board_closed';
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'closed' THEN
    RAISE EXCEPTION 'a board is judged before it is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'asoca_board_order';
  END IF;
  IF OLD.state = 'open' AND NEW.state = 'draft' AND EXISTS (
    SELECT 1 FROM asoca_assessor AS one WHERE one.board_id = OLD.id AND (
      EXISTS (SELECT 1 FROM asoca_judgement WHERE assessor_id = one.id) OR EXISTS (SELECT 1 FROM asoca_rating WHERE assessor_id = one.id)))
  THEN
    RAISE EXCEPTION 'a board with judgements is no draft any more' USING ERRCODE = 'check_violation', CONSTRAINT = 'asoca_board_judged';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER asoca_board_moves BEFORE UPDATE OR DELETE ON asoca_board FOR EACH ROW EXECUTE FUNCTION asoca_board_moves();
"""

LAID = """
CREATE FUNCTION asoca_only_in(wanted text, board bigint, rule text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found text;
BEGIN
  SELECT state INTO found FROM asoca_board WHERE id = board;
  IF found <> ALL (string_to_array(wanted, ' ')) THEN
    RAISE EXCEPTION 'the board is %, not %', found, wanted USING ERRCODE = 'check_violation', CONSTRAINT = rule;
  END IF;
END $$;

CREATE FUNCTION asoca_laid_on_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM asoca_only_in('draft', OLD.board_id, 'asoca_laid_on_a_draft');
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  PERFORM asoca_only_in('draft', NEW.board_id, 'asoca_laid_on_a_draft');
  RETURN NEW;
END $$;
CREATE TRIGGER asoca_element_laid BEFORE INSERT OR UPDATE OR DELETE ON asoca_element
  FOR EACH ROW EXECUTE FUNCTION asoca_laid_on_a_draft();
CREATE TRIGGER asoca_strategy_laid BEFORE INSERT OR UPDATE OR DELETE ON asoca_strategy
  FOR EACH ROW EXECUTE FUNCTION asoca_laid_on_a_draft();

CREATE FUNCTION asoca_linked_on_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM asoca_only_in('draft', board_id, 'asoca_laid_on_a_draft') FROM asoca_element
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.element_id ELSE NEW.element_id END;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER asoca_link_laid BEFORE INSERT OR UPDATE OR DELETE ON asoca_link
  FOR EACH ROW EXECUTE FUNCTION asoca_linked_on_a_draft();
"""

JUDGED = """
CREATE FUNCTION asoca_judged_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM asoca_only_in('open', board_id, 'asoca_judged_while_open') FROM asoca_assessor
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.assessor_id ELSE NEW.assessor_id END;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER asoca_judgement_open BEFORE INSERT OR UPDATE OR DELETE ON asoca_judgement
  FOR EACH ROW EXECUTE FUNCTION asoca_judged_while_open();
CREATE TRIGGER asoca_rating_open BEFORE INSERT OR UPDATE OR DELETE ON asoca_rating
  FOR EACH ROW EXECUTE FUNCTION asoca_judged_while_open();

CREATE FUNCTION asoca_assessor_before_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM asoca_only_in('draft open', CASE TG_OP WHEN 'DELETE' THEN OLD.board_id ELSE NEW.board_id END, 'asoca_assessor_before_the_end');
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER asoca_assessor_kept BEFORE INSERT OR UPDATE OR DELETE ON asoca_assessor
  FOR EACH ROW EXECUTE FUNCTION asoca_assessor_before_the_end();
"""

ACTED = """
CREATE FUNCTION asoca_acted_when_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM asoca_only_in('closed', board_id, 'asoca_acted_when_closed') FROM asoca_strategy WHERE id = NEW.strategy_id;
  RETURN NEW;
END $$;
CREATE TRIGGER asoca_action_closed BEFORE INSERT OR UPDATE OF strategy_id ON asoca_action
  FOR EACH ROW EXECUTE FUNCTION asoca_acted_when_closed();

CREATE FUNCTION asoca_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH RECURSIVE needed (id) AS (
      SELECT NEW.needs_id
      UNION
      SELECT further.needs_id FROM asoca_dependency AS further JOIN needed ON further.action_id = needed.id
    )
    SELECT 1 FROM needed WHERE id = NEW.action_id)
  THEN
    RAISE EXCEPTION 'an action would wait for itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'asoca_no_circle';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER asoca_dependency_no_circle BEFORE INSERT OR UPDATE ON asoca_dependency
  FOR EACH ROW EXECUTE FUNCTION asoca_no_circle();
"""

UNDONE = """
DROP TRIGGER asoca_dependency_no_circle ON asoca_dependency;
DROP TRIGGER asoca_action_closed ON asoca_action;
DROP TRIGGER asoca_assessor_kept ON asoca_assessor;
DROP TRIGGER asoca_rating_open ON asoca_rating;
DROP TRIGGER asoca_judgement_open ON asoca_judgement;
DROP TRIGGER asoca_link_laid ON asoca_link;
DROP TRIGGER asoca_strategy_laid ON asoca_strategy;
DROP TRIGGER asoca_element_laid ON asoca_element;
DROP TRIGGER asoca_board_moves ON asoca_board;
DROP FUNCTION asoca_no_circle();
DROP FUNCTION asoca_acted_when_closed();
DROP FUNCTION asoca_assessor_before_the_end();
DROP FUNCTION asoca_judged_while_open();
DROP FUNCTION asoca_linked_on_a_draft();
DROP FUNCTION asoca_laid_on_a_draft();
DROP FUNCTION asoca_only_in(text, bigint, text);
DROP FUNCTION asoca_board_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("asoca", "0001_boards")]

    operations = [migrations.RunSQL(MOVES + LAID + JUDGED + ACTED, UNDONE)]
