"""A certificate of the shop's own, for HTTPS inside the shop: browsers ask once whether to trust it."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS: Final = 820
"""Apple's systems refuse certificates that are valid for more than 825 days."""

RENEWED_BEFORE_DAYS: Final = 30


def own_certificate(home: Path, hosts: Sequence[str], *, now: datetime) -> tuple[Path, Path]:
    """The files of the shop's certificate for `hosts` and of its key; made anew where they end soon or lack one."""
    certificate, key = home / "server.crt", home / "server.private.key"
    if not _still_good(certificate, key, hosts, now=now):
        _make(certificate, key, hosts, now=now)
    return certificate, key


def _still_good(certificate: Path, key: Path, hosts: Sequence[str], *, now: datetime) -> bool:
    if not (certificate.is_file() and key.is_file()):
        return False
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    ends = found.not_valid_after_utc - timedelta(days=RENEWED_BEFORE_DAYS)
    return now < ends and all(name in names for name in _names(hosts))


def _make(certificate: Path, key: Path, hosts: Sequence[str], *, now: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tillbook")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(hosts)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    kept = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(key, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(kept)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _names(hosts: Sequence[str]) -> list[x509.GeneralName]:
    return [_name(host.strip("[]")) for host in hosts]


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
