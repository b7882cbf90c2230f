"""What this machine is, for assignments that ask for a special one."""

from graders.devices.device import Device, this_device

__all__ = ["Device", "this_device"]
