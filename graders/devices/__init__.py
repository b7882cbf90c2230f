"""What this machine is and how it is now, and who may have it to itself."""

from graders.devices.conditions import conditions
from graders.devices.device import Device, this_device
from graders.devices.lock import DeviceBusyError, exclusive

__all__ = ["Device", "DeviceBusyError", "conditions", "exclusive", "this_device"]
