"""What a system may declare to the rest of the house; plain values, no behaviour of their own (khai báo)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Text = Any  # str or a lazy translation

Acting = Any  # cuulong.core.people.Acting; the registry is the lowest floor of the kernel and cannot name it


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Anything declared once under a unique code."""

    code: str


@dataclass(frozen=True, kw_only=True)
class Role(Declaration):
    """A part an official can be appointed to (vai trò).

    `serves_as`: roles whose steps in processes they take too, with their own rights.
    """

    title: Text
    signs: bool = False
    administers: bool = False
    serves_as: frozenset[str] = frozenset()

    @property
    def needs_second_factor(self) -> bool:
        return self.signs or self.administers


@dataclass(frozen=True, kw_only=True)
class Right(Declaration):
    """Something one may do, and the roles that may do it (quyền).

    `scope`: "agency": at the agency of the appointment and below it; "province": everywhere.
    """

    title: Text
    roles: frozenset[str]
    scope: str = "agency"


@dataclass(frozen=True, kw_only=True)
class MenuItem(Declaration):
    """A door in the officials' menu (mục trình đơn); shown to whoever holds `right` anywhere (None: any official).

    `short` stands under the icon in the narrow rail beside a dossier; by default the title.
    """

    title: Text
    group: Text
    url_name: str
    icon: str
    short: Text = ""
    right: str | None = None
    order: int = 100
    count: Callable[[Acting], int] | None = None


@dataclass(frozen=True, kw_only=True)
class Worklist(Declaration):
    """One kind of work that can wait for a person; `items(acting, limit)` yields `worklist.WorkItem`s (việc chờ xử lý)."""

    title: Text
    items: Callable[[Acting, int], Iterable[Any]]
    count: Callable[[Acting], int]
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Kind(Declaration):
    """A kind of object that others may point at by `Ref(kind, uuid)` (loại đối tượng).

    `find(uuid)` gives the object or None, `find_many(uuids)` those that exist, in one query; `url(object)` its screen;
    `visible_to(acting)` the queryset one may see.
    """

    title: Text
    find: Callable[[Any], Any]
    find_many: Callable[[Any], Iterable[Any]] | None = None
    url: Callable[[Any], str] | None = None
    visible_to: Callable[[Acting], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Panel(Declaration):
    """Facts that an upper part shows on the screen of a lower part's object (khối thông tin).

    `on`: the ref kind of the object; `pairs(object)` yields (label, value), nothing when there is nothing to say.
    """

    on: str
    title: Text
    pairs: Callable[[Any], Iterable[tuple[Text, Any]]]
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class PrefillSource(Declaration):
    """Shared data that forms may fill an answer in from (nguồn điền sẵn).

    `find(party)` gives the answer for whom the form is about, "" when nothing is known; `party` is their `Ref`.
    """

    title: Text
    find: Callable[[Any], str]


class Handler(Protocol):
    def __call__(self, fact: Any, /) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Subscription(Declaration):
    """A reaction to a published fact; runs at least once, in order per subject, safe to repeat (đăng ký nhận sự kiện)."""

    fact: type[Any]
    handler: Handler


@dataclass(frozen=True, kw_only=True)
class LogPhrase(Declaration):
    """The sentence of one audited act; `{name}` fields come from the event's details (câu nhật ký).

    `personal`: detail keys that the shredder empties when a person's data must go.
    """

    sentence: Text
    personal: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Job(Declaration):
    """Periodic work of the worker; `cron` has five fields, or six with seconds first or last as the engine says (việc định kỳ)."""

    cron: str
    run: Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Message(Declaration):
    """An event people are told of, with the default wording (mẫu thông báo).

    Texts are Django template sources over the event's context; officials may edit them on screen. `urgent`: asked for
    this very moment, such as a one-time code; goes out in quiet hours too.
    """

    title: Text
    subject: Text
    body: Text
    channels: tuple[str, ...] = ("in_app", "email")
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Indicator(Declaration):
    """A figure that is a query (chỉ tiêu).

    `rows(agency_ids, period, known_at)` gives the source rows; the value is `aggregate` of them ("count", or
    ("sum", field)); `ratio_of` names two indicators (numerator, denominator) instead. `agency_ids` None: everybody's.
    `agency_path` and `moment_path` lead from a row to the key of its agency and to the moment that puts it into its
    period; where they are named, tables by agency and series by month take one query.
    """

    title: Text
    definition: Text
    unit: Text
    legal_source: str
    rows: Callable[[Any, Any, Any], Any] | None = None
    aggregate: Any = "count"
    ratio_of: tuple[str, str] | None = None
    agency_path: str = ""
    moment_path: str = ""
    row_url: Callable[[Any], str] | None = None
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class Searchable(Declaration):
    """A kind of object that search finds (đối tượng tìm kiếm).

    `scopes(acting)`: the scope keys this reader may see, or None for all; `url(ref)` opens a hit;
    `reindex()` yields every document anew.
    """

    title: Text
    scopes: Callable[[Acting], Any]
    url: Callable[[Any], str]
    reindex: Callable[[], Iterable[Any]]


@dataclass(frozen=True, kw_only=True)
class Expiry(Declaration):
    """Things with an end date for the one expiry calendar; `items(acting, until)` yields (date, title, url) (lịch hết hạn)."""

    title: Text
    items: Callable[[Acting, Any], Iterable[Any]]


@dataclass(frozen=True, kw_only=True)
class SystemCard(Declaration):
    """A system of the province as the tour lists it: works or not yet, and its door (hệ thống)."""

    title: Text
    summary: Text
    works: bool
    url_name: str | None = None
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class RouteSample(Declaration):
    """How a test walks one route: `code` is the url name, `role` who looks ("public", "citizen" or a role code).

    `kwargs()` finds a sample object in the demo province; `query` is appended; `method` other than GET means that the
    route only takes posts and is walked as such.

    Behind a door, what the address names is somebody's: others find nothing there, unless it is `shared` by all whom
    the door lets in, or they hold the right `beyond`, to which it belongs everywhere. Before an open door it is public,
    or `bearer`: of whoever was given an address nobody can guess.
    """

    role: str = "public"
    kwargs: Callable[[], Mapping[str, Any]] = field(default=dict)
    query: str = ""
    method: str = "GET"
    status: int = 200
    shared: bool = False
    beyond: str = ""
    bearer: bool = False


@dataclass(frozen=True, kw_only=True)
class LoadStep(Declaration):
    """A piece of the province laid in `order`; safe to repeat (nạp dữ liệu tỉnh).

    `demo`: fictional people and dossiers, refused in production.
    """

    order: int
    load: Callable[[], None]
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Scope(Declaration):
    """What a system outside may be let do through the API; its agency's rights still decide over each object (phạm vi)."""

    title: Text


@dataclass(frozen=True, kw_only=True)
class ApiPart(Declaration):
    """Operations that a system offers to systems outside, below /api/v1/ (nhóm giao diện lập trình); `router` is ninja's."""

    router: Any


@dataclass(frozen=True, kw_only=True)
class Announcement(Declaration):
    """A fact that systems outside may hear of, those with `scope` and a right to see its subject (sự kiện báo ra ngoài).

    `code` is the fact's name.
    """

    fact: type[Any]
    title: Text
    scope: str
