"""A folder and processes that end with their test."""
import re
import subprocess
import tempfile
import unittest
from pathlib import Path


class ProcessTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.processes = []

    def tearDown(self):
        for process in self.processes:
            process.kill()
            process.communicate()
        self.folder.cleanup()

    def start_process(self, *words, environment):
        process = subprocess.Popen(words, cwd=self.path, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.processes.append(process)
        return process

    def said_by(self, process, pattern):
        """What the group of the pattern matches in the first line that has it."""
        for line in process.stdout:
            if found := re.search(pattern, line):
                return found.group(1)
        self.fail(process.stderr.read())
