"""The analyst's pages under /evaluation/: criteria, one indicator, fair comparison, the study's tables, documents."""
