/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

/**
 * HangarDomainFile:
 * @path: an image of the machine
 * @target: its name in the machine, like "vda"
 * @size: what it takes on the host, in bytes; 0 when not known
 * @kept: (nullable): a sentence that says why it cannot be deleted with the machine
 * @own: Hangar made it for this machine
 */
typedef struct
{
  char *path;
  char *target;
  guint64 size;
  char *kept;
  gboolean own;
} HangarDomainFile;

void hangar_domain_file_free (HangarDomainFile *file);

char *hangar_domain_files_other_user (GPtrArray *uses, const char *uuid, const char *path);
GPtrArray *hangar_domain_files_judge (GPtrArray *uses, const char *uuid, const char *const *own);

void hangar_domain_files_load_async (HangarDomain *domain, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_domain_files_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
