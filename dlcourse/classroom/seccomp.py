"""The system calls that no submission needs: a filter that bubblewrap hands to the kernel.

What is refused either reaches beyond the sandbox (other socket families than the network's own, which lead nowhere in there; the kernel's
key rings, which outlive it; new namespaces; tracing) or holds memory that resource limits do not count. The filter is a program for the
kernel's classic packet-filter machine; see the kernel's documentation, *Seccomp BPF*.
"""

from __future__ import annotations

import platform
import struct

_RETURN_ALLOW, _RETURN_ERRNO, _RETURN_KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_NEW_NAMESPACES = 0x7E020080  # CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
_X32 = 0x40000000

# name -> number on x86-64, number on arm64
_REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186), "mq_open": (240, 180),
    "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "init_module": (175, 105), "finit_module": (313, 273),
    "kexec_load": (246, 104), "swapon": (167, 224), "reboot": (169, 142), "acct": (163, 89), "quotactl": (179, 60), "syslog": (103, 116),
}  # fmt: skip
_CLONE, _CLONE3, _SOCKET, _SOCKETPAIR = (56, 220), (435, 435), (41, 198), (53, 199)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def program() -> bytes | None:
    """The filter for this machine's architecture, or None where it is neither x86-64 nor arm64."""
    if platform.machine() not in _ARCHITECTURES:
        return None
    column, architecture = _ARCHITECTURES[platform.machine()]
    code = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _RETURN_KILL), (_LOAD, 0, 0, _NUMBER)]
    if column == 0:
        code += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _RETURN_KILL)]
    for numbers in _REFUSED.values():
        code += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _RETURN_ERRNO | _EPERM)]
    # The C library falls back to clone when clone3, whose flags lie in memory that a filter cannot read, is not there.
    code += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _RETURN_ERRNO | _ENOSYS)]
    code += [(_EQUAL, 0, 4, _CLONE[column]), (_LOAD, 0, 0, _FIRST_ARGUMENT), (_ANY_BIT, 0, 1, _NEW_NAMESPACES)]
    code += [(_RETURN, 0, 0, _RETURN_ERRNO | _EPERM), (_RETURN, 0, 0, _RETURN_ALLOW)]
    for number in (_SOCKET[column], _SOCKETPAIR[column]):
        code += [(_EQUAL, 0, len(_FAMILIES) + 3, number), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
        code += [(_EQUAL, len(_FAMILIES) - i, 0, family) for i, family in enumerate(_FAMILIES)]
        code += [(_RETURN, 0, 0, _RETURN_ERRNO | _EAFNOSUPPORT), (_RETURN, 0, 0, _RETURN_ALLOW)]
    code += [(_RETURN, 0, 0, _RETURN_ALLOW)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)
