"""Starts a runner from the command line."""

import logging
import os
import sys
import time
from collections.abc import Sequence

from graders.runner.attempt import Attempts
from graders.runner.claiming import Claimer
from graders.runner.config import Config, read_config
from graders.runner.errors import SetupError
from graders.runner.machine import Machine, prepare_machine
from graders.runner.portal import Portal
from graders.runner.stopping import Stop, WaitInterruptedError
from graders.runner.tickets import listen
from graders.runner.workplace import Workplace, open_workplace

NOT_SET_UP = 2

logger = logging.getLogger("graders.runner")


def main(argv: Sequence[str]) -> int:
    """0 after a drain, 1 broken, 2 not set up, 3 token refused, 4 outdated."""
    set_up_logging()
    try:
        config = read_config(argv, os.environ)
        stop = Stop(config.grace_s)
        stop.listen()
        workplace = open_workplace(config.work, cache_mib=config.cache_mib)
        machine = prepare_machine(config.sandbox, runner_id=workplace.runner_id)
    except SetupError as error:
        logger.error("%s", error)
        return NOT_SET_UP
    # What follows may start threads and containers; the token must not reach them.
    os.environ.pop("ASSAY_RUNNER_TOKEN", None)
    portal = Portal(
        config.portal, config.token, name=config.name, must_end=lambda: stop.must_end
    )
    try:
        run(config, stop, workplace, machine, portal)
    except WaitInterruptedError:
        pass
    finally:
        portal.close()
    logger.info("stopped name=%s code=%d", config.name, stop.exit_code)
    return stop.exit_code


def run(
    config: Config, stop: Stop, workplace: Workplace, machine: Machine, portal: Portal
) -> None:
    """Claim in the way the operator chose, until told to stop."""
    attempts = Attempts(
        portal=portal,
        cache=workplace.cache,
        jobs=workplace.jobs,
        grade=machine.grade,
        stop=stop,
        sandbox=machine.sandbox.name,
        environment=machine.environment,
    )
    claimer = Claimer(portal, attempts, stop, machine.claim)
    mode = "once" if config.is_once else "tickets" if config.broker else "waiting"
    logger.info(
        "started name=%s portal=%s mode=%s sandbox=%s labels=%s",
        *(config.name, config.portal, mode, machine.sandbox.name),
        ",".join(machine.device.labels),
    )
    if config.is_once:
        if not claimer.claim_until_none():
            stop.drain(exit_code=1)
    elif config.broker:
        listen(
            claimer,
            stop,
            broker=config.broker,
            pools=config.pools,
            name=config.name,
            poll_s=config.poll_s,
        )
    else:
        claimer.wait_for_work(config.wait_s)


def set_up_logging() -> None:
    """One line an event to stderr, in UTC."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S",
    )
    for noisy in ("httpx", "httpcore", "celery", "kombu", "docker", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
