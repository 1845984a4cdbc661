#!/bin/sh
# Hands the rota over: records who comes, mails the note to the group, forwards the phones, and sends the mails.
# For cron or a timer on the keeper machine; elsewhere, and when nothing is due, it does nothing.
set -eu

dsupport rota handover --auto --quiet
dsupport sync --quiet || test $? -eq 75  # what could not be sent now goes with the next run

# Tell whoever reads cron's mails when the weeks to come have a hole.
gaps=$(dsupport rota check 2>&1) || echo "$gaps" >&2
