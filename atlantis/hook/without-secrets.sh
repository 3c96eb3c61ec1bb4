#!/usr/bin/env bash
# Prints, for a step `multienv`, an empty value for every variable of Atlantis that holds a secret: no later step, and no
# provider that Terraform starts, gets them.
set -euo pipefail
env | sed -nE 's/^(ATLANTIS_[A-Z0-9_]*(TOKEN|SECRET|PASSWORD|KEY)[A-Z0-9_]*)=.*/\1=""/p' | paste -sd, -
