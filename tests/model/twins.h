/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-commands.h"

#include "model/job.h"
#include "session-host.h"

/* Two machines alike but for their names: the program changes one, printed commands the other. */
typedef struct
{
  HangarConnection *connection;
  HangarDomain *ours;
  HangarDomain *theirs;
} Twins;

Twins *twins_new (HangarConnection *connection, const char *devices);
void twins_free (Twins *twins);
HangarCommandTarget *twins_target (Twins *twins);
void twins_assert_alike (Twins *twins, gboolean inactive);

void twins_run_lines (HangarCommandText *text);
gboolean twins_try_lines (HangarCommandText *text, char **complaint);
HangarJobState twins_run_job (HangarJob *job);
