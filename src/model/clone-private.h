/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by clone.c, which makes machines, and clone-independent.c, which gives one disks of its own. */

#include "model/clone.h"
#include "model/copy-meter.h"
#include "model/guest-journal.h"
#include "model/host-step.h"

G_BEGIN_DECLS

/**
 * HangarCloneWork:
 * @source_uuid: the machine that is cloned
 * @name: the clone's name
 * @uuid: the clone's identity
 * @sources: (element-type HangarCloneSource): disks of the machine
 * @disks: (element-type HangarCloneDisk): what the clone gets
 * @nvram: (nullable): the clone's copy of the variables of the machine's firmware
 * @marks: (nullable): what the machine's disks were like before they were copied
 * @own_marks: (nullable): what the clone's disks were like when it was defined
 * @journal: what is made, for the case that the program is killed
 * @mark: (nullable): the step that made the machine a template for this clone
 * @meter: how far the copying of the disks is
 * @was_template: the machine was a template before
 * @keeps: disks that were replaced stay, for a machine of another host may need them
 * @local: its host's files are this computer's
 *
 * One clone. Its steps share it; workers write it one after the other, never at once; the meter may be asked
 * meanwhile.
 */
typedef struct _HangarCloneWork HangarCloneWork;

struct _HangarCloneWork
{
  char source_uuid[37];
  char *name;
  char *uuid;
  GPtrArray *sources;
  GPtrArray *disks;
  char *nvram;
  char *marks;
  char *own_marks;
  HangarGuestJournal *journal;
  HangarCloneWork *mark;
  HangarCopyMeter meter;
  gboolean was_template;
  gboolean keeps;
  gboolean local;
};

HangarCloneWork *hangar_clone_work_new (HangarDomain *domain, const char *name, GPtrArray *sources);
void hangar_clone_work_clear (gpointer data);
void hangar_clone_work_add_step (HangarJob *job, HangarDomain *domain, HangarCloneWork *clone,
                                 const HangarHostStep *step);

gboolean hangar_clone_work_remember (GVirConnection *connection, HangarCloneWork *clone, GError **error);
gboolean hangar_clone_work_is_unchanged (GVirConnection *connection, const HangarCloneWork *clone,
                                         GError **error);
gpointer hangar_clone_work_make_disks (GVirConnection *connection, gpointer data, GCancellable *cancellable,
                                       GError **error);
gpointer hangar_clone_work_measure (GVirConnection *connection, gpointer data, GCancellable *cancellable,
                                    GError **error);
void hangar_clone_work_plan (GVirConnection *connection, HangarCloneWork *clone);
gpointer hangar_clone_work_delete_disks (GVirConnection *connection, gpointer data, GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
