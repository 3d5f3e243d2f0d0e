/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"

G_BEGIN_DECLS

/**
 * HangarGuestJournal:
 *
 * What a running creation has made or is about to make, on disk, so that a killed process leaves nothing
 * unknown.
 */
typedef struct _HangarGuestJournal HangarGuestJournal;

/**
 * HangarGuestLeftover:
 * @file: the journal's own file
 * @uri: the host
 * @name: the machine's name
 * @uuid: the machine's UUID
 * @volumes: paths of volumes that were made for it; maybe none
 * @template: (nullable): the UUID of a machine that was made a template for clones that may not exist
 * @deletion: the machine was not being made but deleted, with these volumes
 * @revert: (nullable): the machine is somebody's, and was going back to the snapshot of this name
 *
 * A creation, a deletion or a going back that its process, or the host, did not live to finish.
 */
typedef struct
{
  char *file;
  char *uri;
  char *name;
  char *uuid;
  GStrv volumes;
  char *template;
  gboolean deletion;
  char *revert;
} HangarGuestLeftover;

HangarGuestJournal *hangar_guest_journal_new (const char *folder, const char *uri, const char *name,
                                              const char *uuid);
HangarGuestJournal *hangar_guest_journal_new_revert (const char *folder, const char *uri, const char *name,
                                                     const char *uuid, const char *snapshot);
void hangar_guest_journal_unref (HangarGuestJournal *self);
HangarGuestJournal *hangar_guest_journal_ref (HangarGuestJournal *self);
gboolean hangar_guest_journal_add_volume (HangarGuestJournal *self, const char *path, GError **error);
gboolean hangar_guest_journal_set_template (HangarGuestJournal *self, const char *uuid, GError **error);
gboolean hangar_guest_journal_begin_revert (HangarGuestJournal *self, gboolean *earlier, GError **error);
void hangar_guest_journal_set_deletion (HangarGuestJournal *self);
void hangar_guest_journal_remove_volume (HangarGuestJournal *self, const char *path);
void hangar_guest_journal_close (HangarGuestJournal *self);
void hangar_guest_journal_release (HangarGuestJournal *self);
gboolean hangar_guest_journal_clear_earlier (HangarGuestJournal *self, GVirConnection *connection,
                                             GError **error);

char *hangar_guest_journal_dup_folder (void);
void hangar_guest_leftovers_find_async (const char *folder, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_guest_leftovers_find_finish (GAsyncResult *result, GError **error);
void hangar_guest_leftover_forget_async (const HangarGuestLeftover *leftover, GAsyncReadyCallback callback,
                                         gpointer user_data);
void hangar_guest_leftover_remove_async (const HangarGuestLeftover *leftover, HangarConnection *connection,
                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_guest_leftover_remove_finish (HangarConnection *connection, GAsyncResult *result,
                                              GError **error);
void hangar_guest_leftover_claim (const char *uuid);
HangarGuestLeftover *hangar_guest_leftover_copy (const HangarGuestLeftover *leftover);
void hangar_guest_leftover_free (HangarGuestLeftover *leftover);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarGuestJournal, hangar_guest_journal_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarGuestLeftover, hangar_guest_leftover_free)

G_END_DECLS
