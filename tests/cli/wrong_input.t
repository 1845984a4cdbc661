# Whatever is typed wrongly is answered with a status and a hint, whatever the command, and changes nothing.

$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')
$ state() { dsupport status | grep -E '^(log|state|mail)'; }; state >before

# Runs each line below it: its status, its words, and the last line that was said.

$ each() { while read -r words; do eval "dsupport $words" >out 2>err; echo "$? $words: $(tail -1 err)"; [ ! -s out ] || cat out; done; }

# No such ticket.

$ each <<'END'
> ack ZZZ
> assign ZZZ me
> close ZZZ --as fixed -m done
> deescalate ZZZ
> edit ZZZ --subject x
> escalate ZZZ
> history ZZZ
> link ZZZ @
> merge @ ZZZ
> note ZZZ -m x
> redact ZZZ --message 1
> release ZZZ
> reopen ZZZ
> resume ZZZ
> show ZZZ
> split ZZZ --message 1
> tag ZZZ vip
> take ZZZ
> triage ZZZ
> unmerge ZZZ
> wait ZZZ --on client
> why ZZZ
> END
1 ack ZZZ: hint: dsupport list --all
1 assign ZZZ me: hint: dsupport list --all
1 close ZZZ --as fixed -m done: hint: dsupport list --all
1 deescalate ZZZ: hint: dsupport list --all
1 edit ZZZ --subject x: hint: dsupport list --all
1 escalate ZZZ: hint: dsupport list --all
1 history ZZZ: hint: dsupport list --all
1 link ZZZ @: hint: dsupport list --all
1 merge @ ZZZ: hint: dsupport list --all
1 note ZZZ -m x: hint: dsupport list --all
1 redact ZZZ --message 1: hint: dsupport list --all
1 release ZZZ: hint: dsupport list --all
1 reopen ZZZ: hint: dsupport list --all
1 resume ZZZ: hint: dsupport list --all
1 show ZZZ: hint: dsupport list --all
1 split ZZZ --message 1: hint: dsupport list --all
1 tag ZZZ vip: hint: dsupport list --all
1 take ZZZ: hint: dsupport list --all
1 triage ZZZ: hint: dsupport list --all
1 unmerge ZZZ: hint: dsupport list --all
1 wait ZZZ --on client: hint: dsupport list --all
1 why ZZZ: hint: dsupport list --all

# Not even a code.

$ each <<'END'
> show K
> note 'K?7' -m x
> close '' --as fixed -m x
> END
64 show K: hint: a code looks like K7M-2QX; at least its first three characters are needed
64 note 'K?7' -m x: hint: a code looks like K7M-2QX; at least its first three characters are needed
64 close '' --as fixed -m x: hint: a code looks like K7M-2QX; at least its first three characters are needed

# No such person.

$ each <<'END'
> assign @ bo
> escalate @ --to bo
> deescalate @ --to bo
> log -s x --assign adda
> list --assignee adda
> END
67 assign @ bo: hint: people are added in the team document: `dsupport team apply FILE`
67 escalate @ --to bo: hint: people are added in the team document: `dsupport team apply FILE`
67 deescalate @ --to bo: hint: people are added in the team document: `dsupport team apply FILE`
67 log -s x --assign adda: hint: did you mean 'ada'?
67 list --assignee adda: hint: did you mean 'ada'?

# No such option, command, verb or value.

$ each <<'END'
> list --stauts new
> log -s x --urgnecy high
> close @ --as fixed --mesage done
> sync --snd
> clsoe @ --as fixed -m done
> team aply
> config st me.name x
> list --status nwe
> list --status open,nwe
> list --channel fax
> list --sort agee
> list --urgency hihg
> triage @ --urgency ''
> close @ --as fixd -m done
> why @ urgencyy
> list --time lcal
> END
64 list --stauts new: hint: did you mean --status?
64 log -s x --urgnecy high: hint: did you mean --urgency?
64 close @ --as fixed --mesage done: hint: did you mean --message?
64 sync --snd: hint: did you mean --send?
64 clsoe @ --as fixed -m done: hint: did you mean 'close'?
64 team aply: hint: did you mean 'apply'?
64 config st me.name x: hint: did you mean 'set'?
64 list --status nwe: hint: did you mean 'new'?
64 list --status open,nwe: hint: did you mean 'new'?
64 list --channel fax: hint: one of phone, email, web
64 list --sort agee: hint: one of pressing, updated, created
64 list --urgency hihg: hint: did you mean 'high'?
64 triage @ --urgency '': hint: one of low, normal, high, critical
64 close @ --as fixd -m done: hint: did you mean 'fixed'?
64 why @ urgencyy: hint: did you mean 'urgency'?
64 list --time lcal: hint: relative, local or iso

# A text that is empty or missing.

$ each <<'END'
> log -m ''
> log
> note @
> note @ -m ''
> note @ -m '  '
> escalate @ -m ''
> reopen @ -m ''
> close @ --as fixed
> close @ --as fixed -m ''
> close @ -m done
> tag @
> END
64 log -m '': hint: -m TEXT, or -m - to read it from stdin
64 log: hint: nothing is asked without a terminal or with --no-input: give -s TEXT
64 note @: hint: nothing is asked without a terminal or with --no-input: give -m TEXT
64 note @ -m '': hint: -m TEXT, or -m - to read it from stdin
64 note @ -m '  ': hint: -m TEXT, or -m - to read it from stdin
64 escalate @ -m '': hint: -m TEXT, or -m - to read it from stdin
64 reopen @ -m '': hint: -m TEXT, or -m - to read it from stdin
64 close @ --as fixed: hint: nothing is asked without a terminal or with --no-input: give -m TEXT
64 close @ --as fixed -m '': hint: -m TEXT, or -m - to read it from stdin
64 close @ -m done: hint: --as fixed, answered, invalid, wontfix, duplicate, no-reply or spam
64 tag @: hint: dsupport tag TICKET vip --remove later

$ printf ' \n' | dsupport note @ -m -
dsupport: the text of -m is empty
hint: -m TEXT, or -m - to read it from stdin
[exit 64]

# None of this changed anything.

$ state | diff before -; dsupport list --template '{code} {status} {assignee} {message_count}' | sed "s/$t/same/"
same new  1

# The beginning of several codes is never taken for one of them.

$ for i in {1..400}; do printf 'From c@client.example Tue Nov 24 08:00:00 2026\nFrom: C <c@client.example>\nSubject: Call %s\nMessage-ID: <%s@client.example>\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n\nx\n\n' $i $i; done | dsupport ingest -q -; p=$(dsupport list --limit 0 --template '{code}' | cut -c1-3 | sort | uniq -d | head -1); echo ${#p}; state >before
3

$ dsupport show $p
dsupport: '[..]' is the beginning of several codes
hint: it may mean
  [..]  Call [..]
  [..]  Call [..]
[exit 64]

$ dsupport close $p --as fixed -m done 2>&1 | head -2
dsupport: '[..]' is the beginning of several codes
hint: it may mean

$ dsupport close $p --as fixed -m done 2>/dev/null
[exit 64]

$ dsupport note $(echo $p | tr A-Z a-z) -m x 2>/dev/null
[exit 64]

$ state | diff before -
