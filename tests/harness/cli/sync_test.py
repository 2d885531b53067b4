#!/usr/bin/python3
"""idproctor sync as its users meet it: processes, a kill in the middle, targets that answer badly.

    sync_test.py IDPROCTOR SOURCE_FOLDER
"""
import json
import os
import re
import signal
import socket
import sqlite3
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from processes import ProcessTest

IDPROCTOR, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
TOKEN = "a-scim-token-that-must-not-come-out"


class Sync(ProcessTest):
    def start(self, *words):
        environment = {**os.environ, "IDPROCTOR_HOME": str(SOURCE), "IDPROCTOR_TEST_TOKEN": TOKEN,
                       "IDPROCTOR_SCIM_TOKEN": TOKEN}
        return self.start_process(IDPROCTOR, *words, environment=environment)

    def reference(self):
        """Starts the reference integration and gives its SCIM base URL."""
        process = self.start("reference", "--listen", "127.0.0.1:0", "--state", "reference")
        return self.said_by(process, r"SCIM\s+(\S+)")

    def target(self, url, http="{ settle: 0s, timeout: 5s }"):
        file = self.path / "target.yaml"
        file.write_text(f"name: a target\nscim: {{ base_url: '{url}', token: '${{env:IDPROCTOR_TEST_TOKEN}}' }}\n"
                        f"http: {http}\n", encoding="utf-8")
        return file

    def start_sync(self, url, *words):
        return self.start("sync", "--target", str(self.target(url)), *words)

    def sync(self, url, *words):
        """Exit code and everything that was said."""
        process = self.start_sync(url, *words)
        out, err = process.communicate(timeout=240)
        self.assertNotIn(TOKEN, out + err)
        self.assertNotIn("broken", err, "an exception came out")
        return process.returncode, out + err

    def users(self, url):
        """What the target holds, asked without idproctor."""
        users, start = [], 1
        while True:
            request = urllib.request.Request(f"{url}/Users?startIndex={start}&count=1000",
                                             headers={"Authorization": "Bearer " + TOKEN})
            with urllib.request.urlopen(request, timeout=30) as answer:
                page = json.load(answer)
            users += page["Resources"]
            start += len(page["Resources"])
            if start > page["totalResults"]:
                return users

    def serve(self, answer):
        """A server of our own: answer(handler) for every request."""
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer(self)

            def say(self, status, body=b"{}", headers=()):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # connections that idproctor gives up

        server = Server(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def relay(self, url, before):
        """A server that hands everything on to `url`, unless before(handler, number) has answered."""
        count = [0]
        lock = threading.Lock()

        def answer(handler):
            with lock:
                count[0] += 1
                number = count[0]
            if before(handler, number):
                return
            request = urllib.request.Request(url + handler.path, data=handler.body or None, method=handler.command,
                                             headers={name: handler.headers[name] for name in
                                                      ("Authorization", "Content-Type") if name in handler.headers})
            try:
                with urllib.request.urlopen(request, timeout=30) as own:
                    handler.say(own.status, own.read(), [("Content-Type", "application/scim+json")])
            except urllib.error.HTTPError as refused:
                handler.say(refused.code, refused.read())
        return self.serve(answer)

    def assert_holds(self, url, users):
        names = [user["userName"] for user in self.users(url)]
        self.assertEqual(len(names), users)
        self.assertEqual(len(set(names)), users)

    def test_a_directory_is_pushed_and_compared(self):
        url = self.reference()
        for provider in ("okta", "entra", "generic"):
            code, said = self.sync(url, "--users", "40", "--groups", "3", "--provider", provider)
            self.assertEqual(code, 0, said)
            self.assertIn("equal       the target holds what was pushed", said)
        self.assert_holds(url, 120)

    def test_a_killed_sync_goes_on_with_the_same_directory(self):
        url = self.reference()
        words = ("--users", "3000", "--groups", "10", "--provider", "okta")
        process = self.start_sync(url, *words)
        # Killed once the target holds some hundred, while it is at work.
        while len(self.users(url)) < 700:
            self.assertIsNone(process.poll(), "the sync ended too soon to be killed")
        process.send_signal(signal.SIGKILL)
        process.communicate()
        before = len(self.users(url))
        self.assertLess(before, 3000)
        code, said = self.sync(url, *words)
        self.assertEqual(code, 0, said)
        self.assertIn("(goes on)", said)
        earlier = int(re.search(r"([\d,]+) of the users earlier", said).group(1).replace(",", ""))
        self.assertLessEqual(earlier, before)
        self.assertGreater(earlier, before - 200, "more was lost than a batch and what was under way")
        self.assert_holds(url, 3000)

    def test_a_stopped_sync_says_that_it_can_go_on(self):
        url = self.reference()
        words = ("--users", "3000", "--rps", "200")
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            process = self.start_sync(url, *words)
            before = len(self.users(url))
            while len(self.users(url)) < before + 20:
                self.assertIsNone(process.poll())
            process.send_signal(number)
            out, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, code, out)
            self.assertIn("The same command goes on from here.", out)

    def test_what_differs_is_found(self):
        url = self.reference()
        words = ("--users", "30", "--groups", "2")
        self.assertEqual(self.sync(url, *words)[0], 0)
        users = self.users(url)
        for user, method, body in ((users[0], "DELETE", None), (users[1], "PATCH", {
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{"op": "replace", "path": "active", "value": False}]})):
            request = urllib.request.Request(f"{url}/Users/{user['id']}", method=method,
                                             data=None if body is None else json.dumps(body).encode(),
                                             headers={"Authorization": "Bearer " + TOKEN,
                                                      "Content-Type": "application/scim+json"})
            urllib.request.urlopen(request, timeout=30).close()
        code, said = self.sync(url, *words)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, r"missing     1\n\s+" + re.escape(users[0]["userName"]))
        self.assertRegex(said, r"differs     1\n\s+" + re.escape(users[1]["userName"]) + ": active is false, not true")
        self.assertRegex(said, r"membership  1\n\s+" + re.escape(users[0]["userName"]) + " is missing in group")

    def test_retry_after_is_obeyed_and_dropped_connections_are_repeated(self):
        url = self.reference()
        pauses, times = [], []

        def before(handler, number):
            times.append(time.monotonic())
            if number in (20, 120):
                pauses.append(time.monotonic())
                # A date has whole seconds, so that three of them are more than two.
                date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 3))
                when = "1" if number == 20 else date
                handler.say(429, b"{}", [("Retry-After", when)])
                return True
            if number % 37 == 0:  # nothing at all; a GET is repeated, a POST looked for
                handler.close_connection = True
                handler.connection.shutdown(socket.SHUT_RDWR)
                return True
            if number % 41 == 0:  # half an answer
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
                handler.close_connection = True
                return True
            return False

        code, said = self.sync(self.relay(url, before), "--users", "150", "--groups", "3")
        self.assertEqual(code, 0, said)
        self.assertIn("2 pauses asked for by the target", said)
        self.assert_holds(url, 150)
        # Requests that were under way when the refusal was sent may still come in.
        for pause in pauses:
            early = [at - pause for at in times if 0.3 < at - pause < 0.9]
            self.assertEqual(early, [])

    def test_garbage_is_a_sentence(self):
        def no_http(handler):
            handler.wfile.write(b"\x00\x01\x02\x03\r\n\r\n")
            handler.connection.shutdown(socket.SHUT_WR)
            handler.close_connection = True

        answers = {
            "HTML": (lambda handler: handler.say(200, b"<html><h1>Please log in</h1>"), "not JSON"),
            "an echo": (lambda handler: handler.say(400, handler.headers["Authorization"].encode()), "400"),
            "eleven megabytes": (lambda handler: handler.say(200, b"[" + b"1," * (11 << 19) + b"1]"), "10"),
            "invalid UTF-8": (lambda handler: handler.say(200, b'{"totalResults":0,"a":"\xff"}'), "not JSON"),
            "no HTTP": (no_http, "GET"),
        }
        for name, (answer, sentence) in answers.items():
            with self.subTest(name):
                code, said = self.sync(self.serve(answer), "--users", "3", "--restart")
                self.assertEqual(code, 1, said)
                self.assertIn("failed      3 users", said)
                self.assertIn(sentence, said)
                self.assertIn("undecided", said)

    def test_nobody_there_is_no_finding(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}"
            # Bound and not listening: refused.
            code, said = self.sync(url, "--users", "60", "--concurrency", "60")
        self.assertEqual(code, 4, said)
        self.assertIn("connection refused", said)

    def test_wrong_usage_is_2(self):
        url = self.reference()
        self.assertEqual(self.sync(url, "--users", "5")[0], 0)
        for words, sentence in ((("--users", "6"), "of another directory: its users is 5, not 6"),
                                (("--users", "5", "--run-id", "other"), "--restart forgets it"),
                                (("--users", "0"), "--users"), ((), "--users is required"),
                                (("--users", "5", "--run-id", "A b"), "--run-id"),
                                (("--users", "5", "--provider", "octa"), "there is no provider 'octa'"),
                                (("--users", "5", "--groups", "1", "--provider", "google"), "pushes no groups")):
            code, said = self.sync(url, *words)
            self.assertEqual(code, 2, said)
            self.assertIn(sentence, said)
        code, said = self.sync(url, "--users", "6", "--restart")
        self.assertEqual(code, 0, said)
        self.assertIn("and 5 others", said)

    def test_the_journal_is_private_and_one_process_s(self):
        url = self.reference()
        process = self.start_sync(url, "--users", "2000", "--rps", "100")
        while not self.users(url):
            self.assertIsNone(process.poll())
        code, said = self.sync(url, "--users", "2000")
        self.assertEqual(code, 2, said)
        self.assertIn("another process", said)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        file, = self.path.glob(".idproctor/sync-*.sqlite")
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(TOKEN.encode(), file.read_bytes())
        with sqlite3.connect(file) as journal:
            self.assertGreater(journal.execute("SELECT count(*) FROM users").fetchone()[0], 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
