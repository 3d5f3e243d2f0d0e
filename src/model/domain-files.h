/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

/**
 * HangarDomainFile:
 * @path: an image of the machine
 * @real: (nullable): where symbolic links in @path lead, when that is elsewhere
 * @target: its name in the machine, like "vda"
 * @size: what it takes on the host, in bytes; 0 when not known
 * @kept: (nullable): a sentence that says why it cannot be deleted with the machine
 * @note: (nullable): a sentence on what it is, or who else may use it
 * @own: Hangar made it for this machine
 * @only_base: the one reason to keep it is that a disk of this machine builds on it
 */
typedef struct
{
  char *path;
  char *real;
  char *target;
  guint64 size;
  char *kept;
  char *note;
  gboolean own;
  gboolean only_base;
} HangarDomainFile;

/**
 * HangarDomainBelongings:
 * @files: (element-type HangarDomainFile): files that may be deleted with the machine, or not
 * @goes_along: (array zero-terminated=1): sentences on what libvirt deletes with the definition
 */
typedef struct
{
  GPtrArray *files;
  GStrv goes_along;
} HangarDomainBelongings;

void hangar_domain_file_free (HangarDomainFile *file);

char *hangar_domain_files_other_user (GPtrArray *uses, const char *uuid, const char *path);
char *hangar_domain_files_find_user (GPtrArray *uses, const char *uuid, const char *path, const char *real);
GPtrArray *hangar_domain_files_judge (GPtrArray *uses, const char *uuid, const char *const *own);

void hangar_domain_files_add (GPtrArray *files, GPtrArray *uses, const char *uuid, const char *const *paths,
                              const char *note);
void hangar_domain_files_judge_host (GPtrArray *files, GPtrArray *uses, const char *host,
                                     gboolean same_files);

void hangar_domain_belongings_free (HangarDomainBelongings *belongings);
void hangar_domain_files_load_async (HangarDomain *domain, GListModel *hosts, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
HangarDomainBelongings *hangar_domain_files_load_finish (HangarDomain *domain, GAsyncResult *result,
                                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarDomainBelongings, hangar_domain_belongings_free)

G_END_DECLS
