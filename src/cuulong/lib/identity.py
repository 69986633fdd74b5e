"""Numbers of people and businesses: identity, tax, telephone. Structure only, nothing is looked up."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from cuulong.lib.errors import InputError, gettext_noop

_BLANKS = str.maketrans("", "", " .-\u00a0()")


class IdentityError(InputError):
    """A number that cannot be what it claims to be."""


class UnusualTaxCodeError(IdentityError):
    """A tax code whose check digit is read in two ways; the user may insist (mã số thuế)."""


class Sex(StrEnum):
    """Sex as the identity number says it (giới tính)."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A personal identity number and what it tells (số định danh cá nhân)."""

    digits: str
    province_code: str
    sex: Sex
    birth_year: int

    def __str__(self) -> str:
        return self.digits

    @property
    def masked(self) -> str:
        """The number for screens of others: middle digits hidden."""
        return _mask(self.digits)


def parse_citizen_number(text: str) -> CitizenNumber:
    """Read a 12-digit identity number; raises IdentityError (số định danh cá nhân).

    Three digits of province (001-096), one of century and sex, two of year, six random; no check digit.
    """
    digits = text.translate(_BLANKS)
    if not re.fullmatch(r"\d{12}", digits, re.ASCII):
        raise IdentityError(
            "citizen_number_length",
            gettext_noop("Số căn cước phải có đúng 12 chữ số. Số đã nhập có %(count)d ký tự."),
            count=len(digits),
        )
    if not 1 <= int(digits[:3]) <= 96:
        raise IdentityError(
            "citizen_number_province",
            gettext_noop("Số căn cước chưa đúng: ba số đầu (%(province)s) không phải mã tỉnh, thành phố nào."),
            province=digits[:3],
        )
    century, sex = divmod(int(digits[3]), 2)
    year = 1900 + 100 * century + int(digits[4:6])
    return CitizenNumber(digits, digits[:3], Sex.FEMALE if sex else Sex.MALE, year)


def check_citizen_number_matches(number: CitizenNumber, *, born: date | None = None, sex: Sex | None = None) -> None:
    """Compare an identity number with birth date and sex; raises IdentityError (số định danh cá nhân)."""
    if born and born.year != number.birth_year:
        raise IdentityError(
            "citizen_number_year",
            gettext_noop(
                "Số căn cước cho biết năm sinh %(in_number)d, ngày sinh đã nhập là năm %(typed)d. "
                "Xem lại một trong hai."
            ),
            in_number=number.birth_year,
            typed=born.year,
        )
    if sex and sex != number.sex:
        raise IdentityError(
            "citizen_number_sex",
            gettext_noop("Giới tính đã chọn không khớp với số căn cước. Xem lại một trong hai."),
        )


def parse_old_identity_number(text: str) -> str:
    """Read a 9-digit identity card number of before 2021; raises IdentityError (chứng minh nhân dân)."""
    digits = text.translate(_BLANKS)
    if not re.fullmatch(r"\d{9}", digits, re.ASCII):
        raise IdentityError("old_identity_number", gettext_noop("Số chứng minh nhân dân cũ phải có đúng 9 chữ số."))
    return digits


class TaxCodeKind(StrEnum):
    """Whose tax code it is (mã số thuế)."""

    BUSINESS = "business"
    BRANCH = "branch"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code: 10 digits, 13 for a branch, 12 for a person (mã số thuế)."""

    digits: str
    kind: TaxCodeKind
    parent: str | None = None

    def __str__(self) -> str:
        return f"{self.parent}-{self.digits[10:]}" if self.parent else self.digits


def parse_tax_code(text: str, *, accept_unusual: bool = False) -> TaxCode:
    """Read a tax code; raises IdentityError, UnusualTaxCodeError when one may insist (mã số thuế).

    A person's code is the identity number since 1/7/2025. When the weighted sum leaves no remainder the
    check digit would be 10: some registers write 0, so such a code is questioned and not refused for good.
    """
    digits = text.translate(_BLANKS)
    if re.fullmatch(r"\d{12}", digits, re.ASCII):
        return TaxCode(parse_citizen_number(digits).digits, TaxCodeKind.PERSON)
    if not re.fullmatch(r"\d{10}(\d{3})?", digits, re.ASCII):
        raise IdentityError(
            "tax_code_length",
            gettext_noop("Mã số thuế có 10 chữ số, 13 chữ số với đơn vị phụ thuộc, hoặc 12 chữ số với cá nhân."),
        )
    try:
        mst.validate(digits)
    except InvalidChecksum as error:
        if not (digits[9] == "0" and mst.calc_check_digit(digits) == "10"):
            raise _wrong_tax_code() from error
        if not accept_unusual:
            raise UnusualTaxCodeError(
                "tax_code_unusual",
                gettext_noop(
                    "Mã số thuế này hiếm gặp, có thể gõ nhầm một số. Xem lại trên giấy đăng ký; "
                    "nếu đúng như vậy thì xác nhận để tiếp tục."
                ),
            ) from error
    except ValidationError as error:
        raise _wrong_tax_code() from error
    if len(digits) == 13:
        return TaxCode(digits, TaxCodeKind.BRANCH, parent=digits[:10])
    return TaxCode(digits, TaxCodeKind.BUSINESS)


def _wrong_tax_code() -> IdentityError:
    return IdentityError(
        "tax_code_check",
        gettext_noop("Mã số thuế chưa đúng, có thể gõ nhầm hoặc đảo số. Xem lại từng số trên giấy đăng ký."),
    )


class PhoneKind(StrEnum):
    """Mobile or landline (di động, cố định)."""

    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True, slots=True)
class Phone:
    """A Vietnamese telephone number as dialled at home (số điện thoại)."""

    number: str
    kind: PhoneKind

    def __str__(self) -> str:
        return self.number

    @property
    def international(self) -> str:
        """The number as dialled from abroad (E.164)."""
        return "+84" + self.number[1:]

    @property
    def masked(self) -> str:
        """The number for screens of others: middle digits hidden."""
        return _mask(self.number)


def parse_phone(text: str) -> Phone:
    """Read a telephone number, with 0, 84 or +84 in front; raises IdentityError (số điện thoại)."""
    digits = re.sub(r"^(\+84|0084|84(?=\d{9,10}$))0?", "0", text.translate(_BLANKS))
    if re.fullmatch(r"0[35789]\d{8}", digits, re.ASCII):
        return Phone(digits, PhoneKind.MOBILE)
    if re.fullmatch(r"02\d{9}", digits, re.ASCII):
        return Phone(digits, PhoneKind.LANDLINE)
    raise IdentityError(
        "phone",
        gettext_noop(
            "Số điện thoại chưa đúng. Di động có 10 số bắt đầu bằng 03, 05, 07, 08, 09; "
            "cố định có 11 số bắt đầu bằng 02."
        ),
    )


def _mask(digits: str) -> str:
    return digits[:3] + "•" * (len(digits) - 7) + digits[-4:]
