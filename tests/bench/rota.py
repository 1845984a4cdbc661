"""The rota: rings of five and seven people, whose full cycle takes 35 weeks, with a year of covers."""

import datetime

from measure import median_times, run

FIRST, TECHNICAL = [f"f{i}" for i in range(5)], [f"t{i}" for i in range(7)]
DECADE = ["--from", "2027-01-01T00:00:00Z", "--to", "2037-01-01T00:00:00Z"]
COVERS = 52


def team():
    people = "".join(f"[people.{who}]\n" for who in FIRST + TECHNICAL)
    rings = "".join(f'[[rota.{role}]]\nfrom = 2026-01-05T09:00:00\nevery = "1 week"\norder = {order}\n'.replace("'", '"')
                    for role, order in (("first-level", FIRST), ("technical", TECHNICAL)))
    return f'{people}[rota]\ntz = "Europe/London"\n{rings}'


def found(homes, size):
    """Gives the home such a team."""
    file = homes.work / "rota.toml"
    file.write_text(team())
    run(homes.dsupport(size, "team", "apply", "-q", str(file)))


def fill(homes, size):
    """And in every week from tomorrow on a cover of an hour by somebody who has no seat."""
    day = datetime.datetime.now(datetime.timezone.utc).replace(hour=12, minute=0, second=0, microsecond=0)
    for week in range(COVERS):
        begin = day + datetime.timedelta(days=1 + 7 * week)
        span = [t.strftime("%Y-%m-%dT%H:%M:%SZ") for t in (begin, begin + datetime.timedelta(hours=1))]
        for who in FIRST[:2]:
            # The one whose turn it is changes nothing by a cover; then the other one comes.
            try:
                run(homes.dsupport(size, "rota", "cover", who, "--role", "first-level", "--from", span[0], "--to", span[1], "-q"))
                break
            except RuntimeError:
                continue


def measure(report, homes, size, rounds):
    found(homes, size)
    row = {"dsupport": homes.dsupport(size, "rota", "now"), "list": homes.dsupport(size, "list")}
    report.times(f"rota now {size}, no covers", median_times(row, rounds))
    fill(homes, size)
    row = {"dsupport": homes.dsupport(size, "rota", "now"), "list": homes.dsupport(size, "list")}
    report.times(f"rota now {size}, {COVERS} covers", median_times(row, rounds))
    for name, words in (("rota check, 35 weeks", ["check"]), ("rota show --json, 10 years", ["show", "--json", *DECADE]),
                        ("rota export, 26 weeks", ["export"])):
        report.times(name, median_times({"dsupport": homes.dsupport(size, "rota", *words)}, rounds))
