"""Satisfaction after PermenPAN-RB 14/2017 and surveys of one's own: questionnaires, answers, the index (IKM) with its sample."""
