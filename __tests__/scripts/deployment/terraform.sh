#!/bin/sh
# Takes the place of Terraform and keeps a record of its calls in $RECORD. A stack whose state is empty has something to
# add; $BEHAVIOUR/<stack>.<operation> is a script that does otherwise. What is done without one, terraform.ts does, too.
folder=${1#-chdir=}
stack=${folder##*/}
operation=$2
state=$folder/state

say() { printf '%s %s\n' "$1" "$stack" >> "$RECORD"; }
change() { printf '{"@message":"%s: Plan to %s","type":"planned_change","change":{"resource":{"addr":"%s"},"action":"%s"}}\n' "$2" "$1" "$2" "$1"; }
made() { printf '{"@message":"%s: Creation complete","type":"apply_complete","hook":{"action":"%s"}}\n' "$2" "$1"; }
error() { printf '{"@message":"Error: %s","type":"diagnostic","diagnostic":{"severity":"error","summary":"%s","detail":"%s"}}\n' "$1" "$1" "$2"; }
interrupted() { say "interrupted $operation"; }
# Not one sleep: after a signal it goes on with the rest.
slowly() { for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; done; }
end() { say "end $operation"; exit "$1"; }

trap interrupted INT
say "start $operation"
case " $* " in *" -destroy "*) change=delete ;; *) change=create ;; esac
[ ! -f "$BEHAVIOUR/$stack.$operation" ] || . "$BEHAVIOUR/$stack.$operation"
case $operation in
  state) [ ! -s "$state" ] || cat "$state" ;;
  plan)
    if [ $change = create ] && [ -s "$state" ]; then end 0; fi
    echo $change > "$folder/deploy.tfplan"
    change $change aws_thing.one
    end 2
    ;;
  apply)
    read -r planned < "$5"
    if [ "$planned" = delete ]; then : > "$state"; made delete aws_thing.one; else echo aws_thing.one > "$state"; made create aws_thing.one; fi
    ;;
esac
end 0
