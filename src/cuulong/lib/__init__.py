"""Pure helpers: no Django, no database, nothing of cuulong but lib itself."""
