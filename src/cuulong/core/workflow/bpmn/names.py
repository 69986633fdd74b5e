"""The words of BPMN 2.0 that the table understands (từ vựng BPMN)."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OWN = "urn:cuulong:process:1"  # what BPMN has no word for: role, place, product, needs

WORK = ("userTask", "manualTask", "task")
MACHINE = ("serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask")
NESTED = ("subProcess", "transaction", "adHocSubProcess", "callActivity")
CHOICE = ("exclusiveGateway",)
LIKE_CHOICE = ("inclusiveGateway", "eventBasedGateway", "complexGateway")
BETWEEN = ("intermediateCatchEvent", "intermediateThrowEvent")


def bpmn(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def own(name: str) -> str:
    return f"{{{OWN}}}{name}"
