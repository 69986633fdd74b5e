"""Processes to and from BPMN 2.0, the drawing language of other tools (trao đổi quy trình theo BPMN)."""
