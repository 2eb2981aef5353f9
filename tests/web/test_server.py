"""Who may ask the workbench what, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from relex.cli import main
from relex.web.bench import Bench
from relex.web.server import LARGEST, LONGEST, application

from .benches import ARTICLE, RULES, TOKEN, corpus, small_set

HOST = "http://127.0.0.1:8765"
BROKEN = RULES.replace("@Ware", "@Wear")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return small_set(tmp_path / "deals")


@pytest.fixture
def client(rules: Path, tmp_path: Path) -> Iterator[TestClient]:
    bench = Bench(str(rules), corpus(tmp_path / "articles"))
    with TestClient(application(bench, TOKEN), base_url=HOST, headers={"x-relex-token": TOKEN}) as found:
        yield found


def ask(client: TestClient, name: str, status: int = 200, /, **asking: Any) -> Any:
    answer = client.post(f"/api/{name}", json=asking)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ["/", "/static/workbench.js", "/api/state", "/api/check"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:8765"}, 421),
        ({"host": "127.0.0.1.evil.example:8765"}, 421),
        ({"host": "93.184.216.34:8765"}, 421),
        ({"host": "[::ffff:93.184.216.34]:8765"}, 421),
        ({"host": "user@evil.example:8765"}, 421),
        ({"host": "["}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://127.0.0.1:8765"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_whoever_asks_from_elsewhere_is_refused(
    client: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = client.request(method, path, headers=headers, json={} if method == "POST" else None)
        assert answer.status_code == status
        assert "access-control-allow-origin" not in answer.headers


def test_its_own_names_are_answered(client: TestClient) -> None:
    for host in ("127.0.0.1:8765", "localhost:8765", "[::1]:8765", "127.0.0.1"):
        assert client.get("/", headers={"host": host, "origin": f"http://{host}"}).status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1], "é"])
def test_nothing_is_told_or_done_without_the_token(client: TestClient, rules: Path, token: str) -> None:
    headers = {"x-relex-token": token.encode()}
    assert client.get("/api/state", headers=headers).status_code == 401  # type: ignore[arg-type]
    answer = client.post("/api/save", json={"texts": {"deals.yaml": "x"}, "confirmed": True}, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert (rules / "deals.yaml").read_text() == RULES
    assert TOKEN not in client.get("/", headers=headers).text  # type: ignore[arg-type]


def test_a_form_of_another_page_can_send_nothing(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert client.post("/api/check", content="{}", headers={"content-type": kind}).status_code == 415
    assert client.get("/api/save").status_code == 405


def test_the_page_lets_nothing_else_run_or_load(client: TestClient) -> None:
    one, other = client.get("/"), client.get("/")
    policy = one.headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self';",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert policy != other.headers["content-security-policy"]  # its nonce is new each time
    for answer in (one, client.get("/static/workbench.js"), client.get("/api/state"), client.get("/nowhere")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "content-security-policy" in answer.headers


def test_only_its_own_files_are_served(client: TestClient) -> None:
    for name in ("..%2fserver.py", "../server.py", "workbench.html", "%2e%2e/bench.py", "codemirror.txt", ""):
        assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    "body",
    ["", "[]", "1", "{", '{"drafts": 1}', '{"drafts": {"a.yaml": 2}}', '{"turn": "x"}', '{"turn": -1}', "[" * 100_000],
)
def test_what_is_no_question_is_refused_kindly(client: TestClient, body: str) -> None:
    for name in ("check", "read", "why", "examples", "compare"):
        answer = client.post(f"/api/{name}", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 400, (name, answer.text)
        assert "error" in answer.json()


def test_too_much_is_refused(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    assert client.post("/api/check", content=b" " * (LARGEST + 1), headers=headers).status_code == 413
    pieces = (b" " * 1_000_000 for _ in range(LARGEST // 1_000_000 + 2))  # of a length that is not told
    assert client.post("/api/check", content=pieces, headers=headers).status_code in (400, 413)
    ask(client, "read", 400, text="x" * (LONGEST + 1))


def test_the_state_and_the_files(client: TestClient) -> None:
    state = client.get("/api/state").json()
    assert state["name"] == "deals"
    assert state["writable"]
    assert state["files"] == ["deals.yaml", "lexicons/things.tsv", "types.yaml"]
    assert state["articles"][0] == "Anna bought bread on the market."
    assert "rules" in state["schema"]["properties"]
    assert ask(client, "file", name="deals.yaml")["text"] == RULES
    assert ask(client, "article", number=0)["text"] == ARTICLE
    ask(client, "file", 403, name="../secret.yaml")
    ask(client, "file", 403, name="nothing.yaml")
    ask(client, "article", 400, number=7)


def test_a_draft_is_checked_at_its_line(client: TestClient, rules: Path) -> None:
    clean = ask(client, "check", drafts={})
    assert (clean["usable"], clean["problems"]) == (True, [])
    assert {"id": "buys", "kind": "Deal", "file": "deals.yaml", "line": 3} in clean["owners"]
    assert clean["names"]["types"]["Deal"]["roles"] == ["trigger", "buyer", "thing"]
    told = ask(client, "check", drafts={"deals.yaml": BROKEN})
    (problem,) = told["problems"]
    assert (problem["file"], problem["line"], problem["name"]) == ("deals.yaml", 7, "unknown-label")
    assert problem["column"] == RULES.splitlines()[6].index("@Ware") + 1
    assert "Ware" in problem["advice"]
    ask(client, "read", 422, drafts={"deals.yaml": BROKEN}, text=ARTICLE)
    assert (rules / "deals.yaml").read_text() == RULES


def test_an_article_is_read_by_the_draft(client: TestClient) -> None:
    before = ask(client, "read", text=ARTICLE)
    assert before["panel"].count("<details") == 2
    after = ask(
        client, "read", drafts={"deals.yaml": RULES.replace("[lemma=buy]", "[lemma=buy|sell]")}, text="Bob sold milk."
    )
    assert "sold" in after["panel"]
    ask(client, "read", 400, text=ARTICLE, date="no day")


def test_why_not_names_the_word(client: TestClient) -> None:
    told = ask(client, "why", text="Bob sold milk.", at=4, rule="buys")
    assert "sold" in str(told["own"])
    assert "lemma=buy" in str(told["own"])
    assert "deals.yaml:3" in str(told["near"])
    assert ask(client, "why", text="", at=9)["here"] == []
    assert "own" not in ask(client, "why", text="Bob sold milk.", at=4, rule="not-yet-known")


def test_examples_of_the_file_and_failures_elsewhere(client: TestClient) -> None:
    told = ask(client, "examples", file="deals.yaml")
    assert [each["passes"] for each in told["own"]] == [True] * 5
    draft = {"deals.yaml": RULES.replace("[trigger buys] [thing milk]", "[trigger buys] [buyer milk]")}
    told = ask(client, "examples", drafts=draft, file="deals.yaml")
    assert [each["line"] for each in told["own"] if not each["passes"]] == [10]
    assert "buyer" in told["own"][1]["reason"]
    assert ask(client, "examples", drafts=draft, file="types.yaml")["elsewhere"][0]["owner"] == "buys"
    case = {"cases/a.md": "A case.\n\n```text\n[Deal.buyer Anna] [Deal.trigger bought] [Deal.thing bread].\n```\n"}
    assert [each["passes"] for each in ask(client, "examples", drafts=case, file="cases/a.md")["own"]] == [True]


def test_warnings_that_examples_show(client: TestClient) -> None:
    twin = (
        RULES.split("rules:\n")[1]
        .split("cues:")[0]
        .replace("rule: buys", "rule: buys-too")
        .replace("[lemma=buy]", "[lower=bought|buys]")
    )
    draft = {"more.yaml": f"rules:\n{twin}"}
    assert ask(client, "examples", drafts=draft, file="more.yaml")["problems"][0]["level"] == "warning"


def test_what_a_change_adds_and_loses(client: TestClient) -> None:
    draft = {"deals.yaml": RULES.replace("[lemma=buy]", "[lemma=sell]")}
    told = ask(client, "compare", drafts=draft, start=0, many=50)
    kinds = {(each["type"], each["kind"]): each["count"] for each in told["differences"]}
    assert kinds == {("Deal", "added"): 2, ("Deal", "lost"): 3}
    assert (told["done"], told["all"]) == (2, 2)
    assert ask(client, "compare", drafts=draft, start=1, many=1)["articles"] == 1
    assert ask(client, "compare", drafts={}, start=0, many=50)["differences"] == []


def test_only_the_newest_question_of_a_window_is_answered(client: TestClient) -> None:
    ask(client, "check", drafts={}, window="one", turn=5)
    assert ask(client, "check", drafts={}, window="one", turn=4) == {"superseded": True}
    ask(client, "check", drafts={}, window="other", turn=1)


def save(
    client: TestClient, text: str, status: int = 200, /, *, base: str | None = None, confirmed: bool = False
) -> Any:
    base = ask(client, "file", name="deals.yaml")["base"] if base is None else base
    asking = {"texts": {"deals.yaml": text}, "bases": {"deals.yaml": base}, "confirmed": confirmed}
    return ask(client, "save", status, **asking)


def test_what_passes_check_is_saved(client: TestClient, rules: Path) -> None:
    changed = RULES.replace("bread", "milk")
    told = save(client, changed)
    assert told["saved"]
    assert (rules / "deals.yaml").read_text() == changed
    assert save(client, RULES, base=told["bases"]["deals.yaml"])["saved"]
    assert sorted(each.name for each in rules.iterdir()) == ["deals.yaml", "lexicons", "types.yaml"]


def test_mistakes_are_saved_only_when_confirmed(client: TestClient, rules: Path) -> None:
    told = save(client, BROKEN)
    assert not told["saved"]
    assert told["problems"][0]["line"] == 7
    assert (rules / "deals.yaml").read_text() == RULES
    assert save(client, BROKEN, confirmed=True)["saved"]
    assert (rules / "deals.yaml").read_text() == BROKEN


def test_somebody_elses_change_is_not_lost_unasked(client: TestClient, rules: Path) -> None:
    base = ask(client, "file", name="deals.yaml")["base"]
    (rules / "deals.yaml").write_text("# theirs\n" + RULES)
    told = save(client, RULES, base=base)
    assert (told["saved"], told["changed"]) == (False, ["deals.yaml"])
    assert (rules / "deals.yaml").read_text().startswith("# theirs")


def test_saving_stays_inside_the_folder(client: TestClient, rules: Path, tmp_path: Path) -> None:
    (rules / "link.yaml").symlink_to(tmp_path / "out.yaml")
    for name in ("../out.yaml", str(tmp_path / "out.yaml"), "link.yaml", "a/../../out.yaml", "notes.txt"):
        ask(client, "save", 403, texts={name: RULES}, bases={}, confirmed=True)
        ask(client, "new", 403, name=name)
    assert not (tmp_path / "out.yaml").exists()
    assert ask(client, "new", name="more.yaml") == {"name": "more.yaml"}
    ask(client, "new", 403, name="deals.yaml")


def test_shipped_rules_are_looked_at_and_not_saved() -> None:
    bench = Bench(None)
    assert not bench.writable
    with TestClient(application(bench, TOKEN), base_url=HOST, headers={"x-relex-token": TOKEN}) as client:
        text = ask(client, "file", name="types.yaml")["text"]
        ask(client, "save", 403, texts={"types.yaml": text}, bases={}, confirmed=True)
        ask(client, "check", drafts={})
        imported = client.get("/api/state").json()["imported"]
        assert "common/labels.yaml" in imported
        assert ask(client, "file", name="common/labels.yaml")["own"] is False


def test_asked_to_listen_everywhere_it_answers_to_numbers_alone(rules: Path) -> None:
    with TestClient(application(Bench(str(rules)), TOKEN, "0.0.0.0"), base_url="http://10.0.0.7:8765") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "evil.example:8765"}).status_code == 421


def test_the_command_tells_what_it_cannot_open(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--rules", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "nowhere" in result.output
