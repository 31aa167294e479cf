"""Documents for print and for keeping: typeset PDF/UA, with charts, from templates of ours and data of a room. No tables."""
