"""The outbox: every message that is planned, going, gone, failed or in doubt.

# What must be where before what: why none is lost and none leaves twice

Three things are on the disk: the rows, the journal's lines, and a lock that the system releases at death. A *death* of
the process (kill -9) leaves all that was written, synced or not. A *power cut* leaves of the journal at least what was
synced, and of the commits at least those up to the last synced one: a beginning of them, in their order, each whole.

For the message k, in this order; nothing else writes between:

    1. commit     k-1 is recorded (attempt ended, `sent`, its reminders), and k claimed (`claimed`, an open attempt)
    2. network    connection, MAIL, RCPT: nothing can have been delivered
    3. `D k`      written, then synced, with all the lines before it
    4. network    DATA, the content, the final dot, the answer
    5. `A k`      written after 250; or `R k`, written and synced, after an explicit refusal
    6. commit     1. of k+1. A refusal, a doubt, a release and the last message of a turn are recorded by commits of
                  their own, which are synced

The commit of 1. is synced for every fiftieth message only (`MOST_BEHIND`), and for each where the system does not say
which start of the machine this is. Every other commit, by whatever process, is synced, and takes all those before it
to the disk. Before a line `C` says that the database agrees with the journal, a synced commit has done so.

What recovery, which holds the lock, concludes of each message (the last letter since the line that the database read):

    | the row            | the journal       | how it came to be                      | conclusion                    |
    |--------------------|-------------------|----------------------------------------|-------------------------------|
    | claimed            | no line           | death or cut in 1. to 3.: `D` comes    | planned again: released       |
    |                    |                   | before the content                     |                               |
    | claimed            | `D`               | in 3. to 5.; or the cut took `A`       | in doubt: a person settles it |
    | claimed            | `A`               | between 5. and 6.; or the cut took 6.  | sent                          |
    | claimed            | `R`, of this      | between 5. and 6.                      | refused for the moment: later |
    |                    | attempt           |                                        |                               |
    | claimed            | `R` of an earlier | death in 1. to 3.                      | planned again: released       |
    | claimed, `data_at` | no line           | a version that committed `data_at`     | in doubt                      |
    | claimed            | not to be trusted | the file is gone, cut short, another's | in doubt, and a stop          |
    | planned, cancelled | `A`               | a cut took 1.; or an older database    | sent                          |
    |                    | `D`               | the same                               | in doubt                      |
    |                    | none, `R`         | it has not left                        | as it stands                  |
    | sent, failed, …    | any               | recorded                               | as it stands                  |
    | unknown            | any               | an older database                      | a stop                        |

*Nothing leaves twice.* Content leaves in 4. only, after `D k` is on the disk. So of every message whose content may
have left, whatever was lost finds a line, and no conclusion of a line `D` or `A` is "planned". The one exception is the
person who settles a doubt. *Nothing is lost.* What has no `D` has not left, and is planned; what has one is sent, in
doubt or refused. `sent` is said of nothing without `A`, which is written after 250 only, or without the row that was
made of it. *At most one is in doubt*, but for answers that never came: `A k` is synced with `D k+1`, before k+1 leaves.
*The quota stays exact:* an open attempt counts, one found in the journal is given a row that counts.

*A cut is not taken for an older database.* Both lack what the journal tells. It was a cut where the machine was started
anew since its sender's last run (`Sending.boot`; a restore empties it), the journal ends with that run (no `C`), and no
more than fifty are lacking. Then all goes on by itself; else everything stops until a person has looked.

*Full disk.* The claim reserves the room of its attempt's end; a line that cannot be written or synced releases k.
"""
