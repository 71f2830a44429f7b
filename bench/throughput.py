#!/usr/bin/env python3
"""Calls a second of `evenhand run` against nginx with a fixed reply, beside peers on the same server.

    cmake --build --preset release --target evenhand httplib_loop
    bench/throughput.py build/release/evenhand [--questions N] [--in-flight 1,32,256,1000] [--delay 0,200,1000] [--tls]

Every call is parsed, checked and durable: each question is one answer and one grade. Prints a table:
calls a second, processor time a call, peak memory, and the ratio to the bare asyncio loop that
stores nothing. Replies that are delayed are asked for as often as takes some ten seconds. Needs nginx, with --tls
openssl; the peers wrk (the server's ceiling), python3-aiohttp and httplib_loop (beside evenhand in the build folder)
are left out where they are missing.
A delay needs nginx's echo module (libnginx-mod-http-echo).
"""
import argparse
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

# Answers and judgements come from one endpoint, so that "in flight" is what it says: one reply serves both.
REPLY = "The answer is relevant, accurate and reasonably detailed. " * 8 + "\n\nFinal grade: [[7]]"
ECHO_MODULE = "/usr/lib/nginx/modules/ngx_http_echo_module.so"


def completion(text):
    return json.dumps({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1718000000, "model": "fixed",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 57, "completion_tokens": 150, "total_tokens": 207}})


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def completions(body, delay_ms):
    if not delay_ms:
        return f"location = /v1/chat/completions {{ return 200 {quoted(body)}; }}"
    return (f"location = /now {{ return 200 {quoted(body)}; }}\n"
            f"location = /v1/chat/completions {{ echo_read_request_body; echo_sleep {delay_ms / 1000}; "
            f"echo_exec /now; }}")


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=bench",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{folder}/key.pem", "-out",
                    f"{folder}/cert.pem"], check=True, capture_output=True)


def nginx_conf(folder, port, delay_ms, tls):
    secure = f" ssl; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem" if tls else ""
    module = f"load_module {ECHO_MODULE};" if delay_ms else ""
    return f"""{module}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_rlimit_nofile 20000;
events {{ worker_connections 8192; multi_accept on; }}
http {{
  default_type application/json;
  access_log off;
  keepalive_requests 10000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  client_body_buffer_size 64k;
  tcp_nodelay on;
  server {{
    listen 127.0.0.1:{port} backlog=4096{secure};
    location = /v1/models {{ return 200 '{{"object":"list","data":[{{"id":"fixed","object":"model"}}]}}'; }}
    {completions(completion(REPLY), delay_ms)}
  }}
}}
"""


def write_suite(folder, questions):
    os.makedirs(folder)
    with open(f"{folder}/suite.yaml", "w") as out:
        out.write("name: bench\nversion: 1\ntitle: made for measuring\ndescription: numbered questions\n"
                  "licence: Apache-2.0\nprotocol: graded\ncategories: {any: {temperature: 0}}\n")
    with open(f"{folder}/questions.jsonl", "w") as out:
        for i in range(questions):
            text = f"Question {i}: explain in three short paragraphs why the number {i} is interesting."
            out.write(json.dumps({"id": f"q{i}", "category": "any", "turns": [text]}) + "\n")


def measured(command):
    """Wall seconds, processor seconds and peak memory in MB of a command."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, errors = process.communicate()
    wall = time.monotonic() - begun
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}: {errors.decode()[-500:]}")
    return wall


def child_usage(command):
    """As `measured`, in a process of its own, so that the children's counters are this command's."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        wall = measured(command)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(write_end, json.dumps([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(write_end)
    data = os.read(read_end, 1000)
    os.close(read_end)
    os.waitpid(pid, 0)
    if not data:
        sys.exit(1)
    return json.loads(data)


def write_run(run, suite, server, in_flight):
    os.makedirs(run)
    with open(f"{run}/run.yaml", "w") as out:
        out.write(f"""name: bench
suite: {suite}
bootstrap: 100
candidates: [{{name: fixed, endpoint: server, model: fixed}}]
judges: [{{name: judge, endpoint: server, model: fixed}}]
endpoints: {{server: {{base_url: "{server}/v1", in_flight: {in_flight}}}}}
""")


def bench_evenhand(evenhand, folder, server, in_flight):
    run = f"{folder}/run-{in_flight}"
    write_run(run, f"{folder}/suite", server, in_flight)
    usage = child_usage([evenhand, "run", f"{run}/run.yaml", "--out", f"{run}/results", "--quiet"])
    shutil.rmtree(run)
    return usage


def start_to_first_request(evenhand, folder):
    """Milliseconds from the start of the process until it connects, the median of nine, 805 questions."""
    write_suite(f"{folder}/suite", 805)
    times = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for i in range(9):
            write_run(f"{folder}/run", f"{folder}/suite", f"http://127.0.0.1:{listener.getsockname()[1]}", 1)
            begun = time.monotonic()
            process = subprocess.Popen([evenhand, "run", f"{folder}/run/run.yaml", "--out", f"{folder}/run/results",
                                        "--quiet"], stderr=subprocess.DEVNULL)
            connection, _ = listener.accept()
            times.append(1000 * (time.monotonic() - begun))
            process.kill()
            process.wait()
            connection.close()
            shutil.rmtree(f"{folder}/run")
    shutil.rmtree(f"{folder}/suite")
    return sorted(times)[4]


AIOHTTP_LOOP = """
import asyncio, json, ssl, sys, aiohttp
url, calls, in_flight = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
body = {"model": "fixed", "messages": [{"role": "user", "content": "Question: " + "x" * 80}], "temperature": 0.7, "max_tokens": 2048}
async def main():
    left = iter(range(calls))
    secure = ssl.create_default_context() if url.startswith("https") else None
    connector = aiohttp.TCPConnector(limit=in_flight, ssl=secure)
    async with aiohttp.ClientSession(connector=connector) as session:
        async def worker():
            for _ in left:
                async with session.post(url, json=body) as reply:
                    (await reply.json())["choices"][0]["message"]["content"]
        await asyncio.gather(*(worker() for _ in range(in_flight)))
asyncio.run(main())
"""

WRK_REQUEST = """
wrk.method = "POST"
wrk.body = '{"model":"fixed","messages":[{"role":"user","content":"Question"}],"temperature":0.7,"max_tokens":2048}'
wrk.headers["Content-Type"] = "application/json"
"""


def bench_wrk(folder, server, in_flight):
    """Calls a second of a client that reads nothing: what the server can do. None: wrk is missing."""
    if not shutil.which("wrk"):
        return None
    with open(f"{folder}/post.lua", "w") as out:
        out.write(WRK_REQUEST)
    said = subprocess.run(["wrk", "-t", str(min(2, in_flight)), "-c", str(in_flight), "-d", "4s", "-s",
                           f"{folder}/post.lua", f"{server}/v1/chat/completions"], capture_output=True,
                          text=True).stdout
    rates = [line.split()[1] for line in said.splitlines() if line.startswith("Requests/sec")]
    return float(rates[0]) if rates else None


def bench_aiohttp(server, calls, in_flight):
    interpreter = "/usr/bin/python3"  # the one that Debian's python3-aiohttp belongs to
    probe = subprocess.run([interpreter, "-c", "import aiohttp"], capture_output=True)
    if probe.returncode != 0:
        return None
    url = f"{server}/v1/chat/completions"
    return child_usage([interpreter, "-c", AIOHTTP_LOOP, url, str(calls), str(in_flight)])


def bench_httplib(evenhand, server, calls, in_flight):
    """A thread a connection, replies parsed, nothing stored. None: the program is not built."""
    loop = os.path.join(os.path.dirname(evenhand), "bench", "httplib_loop")
    if not os.path.exists(loop):
        return None
    return child_usage([loop, f"{server}/v1/chat/completions", str(calls), str(in_flight)])


def row(name, in_flight, calls, usage, base):
    wall, cpu, memory = usage
    rate = calls / wall
    ratio = f"{rate / base:8.1f}" if base else "        "
    print(f"{name:<26} {in_flight:>9} {calls:>8} {rate:>10.0f} {1000 * cpu / calls:>9.3f} {memory:>9.0f} {ratio}",
          flush=True)
    return rate


def bench_delay(options, delay_ms, folder):
    """One block of the table: one server, and everybody against it."""
    os.makedirs(folder)
    if options.tls:
        make_certificate(folder)
        os.environ["SSL_CERT_FILE"] = f"{folder}/cert.pem"
    with open(f"{folder}/nginx.conf", "w") as out:
        out.write(nginx_conf(folder, options.port, delay_ms, options.tls))
    server = subprocess.Popen(["nginx", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"])
    address = f"{'https' if options.tls else 'http'}://127.0.0.1:{options.port}"
    try:
        time.sleep(1)
        for in_flight in [int(n) for n in options.in_flight.split(",")]:
            calls = 2 * options.questions
            if delay_ms:
                calls = max(20, min(calls, 2 * (in_flight * 5000 // delay_ms)))
            write_suite(f"{folder}/suite", calls // 2)
            ceiling = bench_wrk(folder, address, in_flight)
            if ceiling:
                print(f"{'wrk, reads nothing':<26} {in_flight:>9} {'':>8} {ceiling:>10.0f}", flush=True)
            peer = bench_aiohttp(address, calls, in_flight)
            base = row("aiohttp loop, stores nothing", in_flight, calls, peer, None) if peer else None
            bare = bench_httplib(options.evenhand, address, calls, in_flight)
            if bare:
                row("bare cpp-httplib loop", in_flight, calls, bare, base)
            row("evenhand run, durable", in_flight, calls,
                bench_evenhand(options.evenhand, folder, address, in_flight), base)
            shutil.rmtree(f"{folder}/suite")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evenhand")
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--in-flight", default="1,32,256")
    parser.add_argument("--delay", default="0", help="milliseconds before each reply; several with commas between them")
    parser.add_argument("--tls", action="store_true", help="everything over https")
    parser.add_argument("--port", type=int, default=18780)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="evenhand-bench-", dir=os.environ.get("BENCH_DIR", "/var/tmp"))
    try:
        print(f"start to first request: {start_to_first_request(options.evenhand, folder):.0f} ms")
        for delay_ms in [int(n) for n in options.delay.split(",")]:
            print(f"replies after {delay_ms} ms{', TLS' if options.tls else ''}")
            print(f"{'':<26} {'in flight':>9} {'calls':>8} {'calls/s':>10} {'CPU ms':>9} {'peak MB':>9} {'ratio':>8}")
            bench_delay(options, delay_ms, f"{folder}/{delay_ms}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
