"""What bench/kills.py and bench/soak.py share: a run against the fault server, and the account of both ends."""
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import urllib.request


class FaultRun:
    """A folder with a run of `questions` questions (two calls each) against a fault server of its own."""

    def __init__(self, evenhand, fault_server, questions, in_flight, share, delay_ms, idle_s=1):
        self.evenhand = evenhand
        self.folder = tempfile.mkdtemp(prefix="evenhand-fault-", dir=os.environ.get("BENCH_DIR", "/var/tmp"))
        self.server = subprocess.Popen([fault_server, "0", str(share), str(delay_ms), "1"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE)
        self.port = int(self.server.stdout.readline())
        self.questions = questions
        os.makedirs(f"{self.folder}/suite")
        with open(f"{self.folder}/suite/suite.yaml", "w") as out:
            out.write("name: fire\nversion: 1\ntitle: numbered\ndescription: numbered questions\nlicence: Apache-2.0\n"
                      "protocol: graded\ncategories: {any: {temperature: 0}}\n")
        with open(f"{self.folder}/suite/questions.jsonl", "w") as out:
            for i in range(questions):
                out.write(json.dumps({"id": f"q{i}", "category": "any", "turns": [f"What of the number {i}?"]}) + "\n")
        with open(f"{self.folder}/run.yaml", "w") as out:
            out.write(f"""name: fire
suite: ./suite
bootstrap: 100
candidates: [{{name: ours, endpoint: server, model: fixed}}]
judges: [{{name: judge, endpoint: server, model: fixed}}]
endpoints: {{server: {{base_url: "http://127.0.0.1:{self.port}/v1", in_flight: {in_flight}}}}}
timeouts: {{connect: 2, idle: {idle_s}, total: {5 * idle_s}}}
""")

    def start(self):
        self.err = open(f"{self.folder}/err.txt", "w")
        return subprocess.Popen([self.evenhand, "run", f"{self.folder}/run.yaml", "--out", f"{self.folder}/results",
                                 "--store", f"{self.folder}/store.db", "--quiet"], stdout=subprocess.DEVNULL,
                                stderr=self.err)

    def errors(self):
        with open(f"{self.folder}/err.txt") as text:
            return text.read()

    def results(self):
        texts = []
        for name in ("leaderboard.csv", "answers.jsonl", "verdicts.jsonl"):
            with open(f"{self.folder}/results/{name}") as text:
                texts.append(text.read())
        return "".join(texts)

    def counts(self):
        """By the SHA-256 of the body: requests that reached the server, and whole replies that it sent."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/counts") as reply:
            lines = reply.read().decode().splitlines()
        return {name: (int(received), int(answered)) for name, received, answered in map(str.split, lines)}

    def account(self):
        """Holds the server's count against the store, request by request."""
        seen = self.counts()
        database = sqlite3.connect(f"file:{self.folder}/store.db?mode=ro", uri=True)
        rows = database.execute(
            "SELECT r.body, count(a.id), sum(a.accepted IS 1), sum(a.ended IS NULL), max(b.raw_body), "
            "group_concat(CAST(a.error AS TEXT), ' | '), sum(a.error_kind IS 'timed_out') FROM requests r "
            "JOIN attempts a ON a.request = r.id LEFT JOIN bodies b ON b.attempt = a.id AND a.accepted = 1 "
            "GROUP BY r.id").fetchall()
        account = {"requests": 0, "on the wire": sum(one[0] for one in seen.values()), "attempts": 0,
                   "unfinished attempts": 0, "lost replies": 0, "doubled replies": 0, "paid for again after a kill": 0,
                   "came after the deadline": 0,
                   "foreign replies": 0, "sent without a record": 0, "unanswered": 0,
                   "integrity": database.execute("PRAGMA integrity_check").fetchone()[0]}
        known = set()
        for body, attempts, accepted, unfinished, reply, errors, timed_out in rows:
            if isinstance(body, str):
                body = body.encode()
            name = hashlib.sha256(body).hexdigest()
            known.add(name)
            received, answered = seen.get(name, (0, 0))
            account["requests"] += 1
            account["attempts"] += attempts
            account["unfinished attempts"] += unfinished
            account["unanswered"] += accepted != 1
            account["lost replies"] += answered > 0 and accepted != 1
            again = max(0, answered - 1)
            account["paid for again after a kill"] += min(again, unfinished)
            # The server had sent it, but nobody was there any more: paid for, and asked for again.
            late = min(max(0, again - unfinished), timed_out)
            account["came after the deadline"] += late
            account["doubled replies"] += max(0, again - unfinished - late)
            if again > unfinished + late:
                print(f"answered {answered} times, with {attempts} attempts: {errors}")
            account["sent without a record"] += max(0, received - attempts)
            if reply is not None and name[:16].encode() not in (reply if isinstance(reply, bytes) else reply.encode()):
                account["foreign replies"] += 1
        account["sent without a record"] += sum(seen[name][0] for name in seen if name not in known)
        database.close()
        return account

    def close(self):
        self.server.stdin.close()
        self.server.wait()
        shutil.rmtree(self.folder)


def faults_in(account):
    """Names what must be zero and is not."""
    zeros = ("lost replies", "doubled replies", "foreign replies", "sent without a record", "unanswered")
    bad = [f"{account[name]} {name}" for name in zeros if account[name]]
    return bad if account["integrity"] == "ok" else bad + ["integrity: " + account["integrity"]]
