"""Bodies and the people in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.pages.load import fill
from bench.pages.words import PLACES, company

from mingcha.platform.people.models import ROLES, Body, BodyKind, Role, User

if TYPE_CHECKING:
    from bench.pages.size import Size

# How many people a body has in a role; one otherwise.
_PEOPLE = {
    (BodyKind.MINISTRY, Role.OFFICER): 20,
    (BodyKind.MINISTRY, Role.DECIDER): 4,
    (BodyKind.BUREAU, Role.OFFICER): 8,
    (BodyKind.BUREAU, Role.DECIDER): 3,
    (BodyKind.LAB, Role.TESTER): 15,
    (BodyKind.REVIEW, Role.REVIEWER): 12,
    (BodyKind.COMPLAINTS, Role.CLERK): 10,
}


@dataclass(slots=True)
class People:
    """Keys of bodies by kind, of the bureaus by region, and of people by body and role; names of bodies and people by key."""

    bodies: dict[str, list[int]] = field(default_factory=dict)
    bureaus: dict[str, int] = field(default_factory=dict)
    users: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    body_names: list[str] = field(default_factory=lambda: [""])
    usernames: list[str] = field(default_factory=lambda: [""])

    def of(self, body: int, role: str) -> list[int]:
        """Return who has the role in the body."""
        return self.users[body, role]


def fill_bodies(size: Size) -> People:
    """Write the bodies and the users."""
    chance, people = size.chance("bodies"), People()
    counts = {BodyKind.LAB: 6, BodyKind.STORE: 20, BodyKind.PROVIDER: size.of(200, 5), BodyKind.OPERATOR: size.of(60_000, 20)}
    kinds: list[tuple[str, str, str, str]] = [(BodyKind.MINISTRY, "工业和信息化部信息通信管理局", "工信部", "")]
    kinds += [(BodyKind.BUREAU, f"{name}通信管理局", name[0], region) for region, name, _ in PLACES]
    kinds += [(BodyKind.REVIEW, "技术审查中心", "审", ""), (BodyKind.COMPLAINTS, "投诉受理中心", "", "")]
    kinds += [(BodyKind.ACCESS, "网络接入有限公司", "", "")]
    regions, weights = [place[0] for place in PLACES], [place[2] for place in PLACES]
    for kind, number in counts.items():
        kinds += [(kind, company(chance, kind, at), "", chance.choices(regions, weights)[0]) for at in range(number)]
    for key, (kind, name, _, region) in enumerate(kinds, 1):
        people.bodies.setdefault(kind, []).append(key)
        people.body_names.append(name)
        if kind == BodyKind.BUREAU:
            people.bureaus[region] = key
    fill(Body, ("id", "kind", "name", "short", "region"), ((key, *row) for key, row in enumerate(kinds, 1)))
    users = []
    for body, (kind, *_) in enumerate(kinds, 1):
        for role in ROLES[kind]:
            for at in range(_PEOPLE.get((BodyKind(kind), Role(role)), 1)):
                username = f"{kind}{body}-{role}-{at}"
                people.usernames.append(username)
                users.append(
                    (len(people.usernames) - 1, username, chance.choice("赵钱孙李周吴郑王") + chance.choice("伟芳娜敏静"), body, role)
                )
                people.users.setdefault((body, role), []).append(len(users))
    fill(User, ("id", "username", "name", "body_id", "role"), users, password="!", created_at="2023-01-01T00:00:00+08:00")  # noqa: S106 - nobody signs in with it
    return people
