"""What every document has, whichever way it goes: metadata, files, numbers, story, rights (văn bản)."""
