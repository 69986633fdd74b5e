"""Documents that reach an agency: registered, routed, worked on, answered (văn bản đến)."""
