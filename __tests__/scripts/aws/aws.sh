#!/bin/sh
# Takes the place of the AWS CLI: answers a call from $AWS_ANSWERS/<service> <operation>.json, or does what the script of
# that name says, and denies everything else. Calls are recorded in $AWS_RECORD.
printf '%s\n' "$*" >> "$AWS_RECORD"
answer="$AWS_ANSWERS/$1 $2"
[ ! -f "$answer.sh" ] || . "$answer.sh"
if [ -f "$answer.json" ]; then exec cat "$answer.json"; fi
echo "An error occurred (AccessDeniedException) when calling the $2 operation: User is not authorized" >&2
exit 254
