/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-config.h"
#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

/**
 * HangarCloneAction:
 * @HANGAR_CLONE_COPY: the clone gets a whole copy
 * @HANGAR_CLONE_LINK: the clone gets an overlay that holds only what differs
 * @HANGAR_CLONE_SHARE: both use the same image
 * @HANGAR_CLONE_SKIP: the clone does not have that disk
 */
typedef enum
{
  HANGAR_CLONE_COPY,
  HANGAR_CLONE_LINK,
  HANGAR_CLONE_SHARE,
  HANGAR_CLONE_SKIP,
} HangarCloneAction;

/**
 * HangarCloneSource:
 * @target: the disk in the machine, like "vda"
 * @path: its image
 * @format: its format
 * @action: what the clones get
 * @target_path: (nullable): where the copy or overlay is to be; beside the image when it is not said
 */
typedef struct
{
  char *target;
  char *path;
  char *format;
  HangarCloneAction action;
  char *target_path;
} HangarCloneSource;

HangarCloneSource *hangar_clone_source_new (const char *target, const char *path, const char *format,
                                            HangarCloneAction action);
HangarCloneSource *hangar_clone_source_copy (const HangarCloneSource *source);
void hangar_clone_source_free (HangarCloneSource *source);

GPtrArray *hangar_clone_suggest_sources (const HangarDomainConfig *config, gboolean linked);
char *hangar_clone_suggest_path (const HangarCloneSource *source, const char *name);
GStrv hangar_clone_names (HangarDomain *domain, const char *pattern, guint count, GError **error);
const char *hangar_clone_refusal (HangarDomain *domain, gboolean linked);
HangarJob *hangar_clone_job_new (HangarDomain *domain, const char *const *names, GPtrArray *sources);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarCloneSource, hangar_clone_source_free)

G_END_DECLS
