/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the guest says of itself: system, names, addresses, users, filesystems; asked for now and then while
 * it is seen. */

#include "config.h"

#include "ui/domain/guest-group.h"

#include <glib/gi18n-lib.h>

#include "model/fullness.h"
#include "model/guest-view.h"
#include "util/format.h"

/* In s: none of it changes fast, and each question wakes the guest. */
#define ASK_AGAIN_AFTER 15

struct _HangarGuestGroup
{
  AdwBin parent_instance;

  HangarDomain *domain;
  GCancellable *cancellable; /* of the question that is under way */
  guint timer;

  AdwPreferencesGroup *group;
  GPtrArray *rows; /* AdwActionRow, of which the first ones are in use */
  guint n_used;
};

G_DEFINE_FINAL_TYPE (HangarGuestGroup, hangar_guest_group, ADW_TYPE_BIN)

/* Rows are kept and filled again, so that what somebody reads does not jump. */
static void
add_row (HangarGuestGroup *self, const char *title, const char *text)
{
  AdwActionRow *row;

  if (text == NULL || text[0] == '\0')
    return;
  if (self->n_used == self->rows->len)
    {
      row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
      adw_preferences_group_add (self->group, GTK_WIDGET (row));
      g_ptr_array_add (self->rows, row);
    }
  row = g_ptr_array_index (self->rows, self->n_used++);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, text);
  gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
}

static char *
join (GPtrArray *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; i < texts->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (texts, i));
  parts = g_strv_builder_end (builder);
  return g_strjoinv (", ", parts);
}

static void
add_filesystem (HangarGuestGroup *self, const HangarGuestFilesystem *filesystem)
{
  guint64 used = MIN (filesystem->used, filesystem->total);
  g_autofree char *spare = hangar_format_size (filesystem->total - used);
  g_autofree char *total = hangar_format_size (filesystem->total);
  /* Translators: a filesystem in a guest, by where it is */
  g_autofree char *title = g_strdup_printf (_ ("Filesystem %s"), filesystem->mountpoint);
  g_autofree char *text = NULL;

  if (filesystem->total == 0)
    return;
  text = hangar_nearly_full (filesystem->total, filesystem->total - used)
           ? g_strdup_printf (_ ("%s free of %s: nearly full"), spare, total)
           : g_strdup_printf (_ ("%s free of %s"), spare, total);
  add_row (self, title, text);
}

static void
describe (HangarGuestGroup *self, const char *text)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_preferences_group_set_description (self->group, escaped);
}

static void
show_info (HangarGuestGroup *self, const HangarGuestInfo *info)
{
  g_autofree char *addresses = join (info->addresses);
  g_autofree char *users = join (info->users);

  self->n_used = 0;
  add_row (self, _ ("System"), info->os);
  add_row (self, _ ("Kernel"), info->kernel);
  add_row (self, _ ("Name of the computer"), info->hostname);
  add_row (self, _ ("Addresses"), addresses);
  add_row (self, _ ("Logged in"), users);
  add_row (self, _ ("Time zone"), info->timezone);
  for (guint i = 0; i < info->filesystems->len; i++)
    add_filesystem (self, g_ptr_array_index (info->filesystems, i));
  for (guint i = self->n_used; i < self->rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->rows, i), FALSE);
  describe (self, info->from_agent
                    ? NULL
                    : _ ("No agent answers in the guest. Install “qemu-guest-agent” in it to see its "
                         "system, users and filesystems here."));
}

static void
show_nothing (HangarGuestGroup *self, const char *why)
{
  self->n_used = 0;
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->rows, i), FALSE);
  describe (self, why);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarGuestGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarGuestInfo) info = hangar_domain_ask_guest_finish (self->domain, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (info != NULL && hangar_domain_is_active (self->domain))
    show_info (self, info);
}

static gboolean
ask_cb (gpointer data)
{
  HangarGuestGroup *self = data;

  if (hangar_domain_get_state (self->domain) != HANGAR_DOMAIN_RUNNING)
    {
      show_nothing (self, _ ("The machine does not run."));
      return G_SOURCE_CONTINUE;
    }
  if (self->cancellable != NULL)
    return G_SOURCE_CONTINUE;
  self->cancellable = g_cancellable_new ();
  hangar_domain_ask_guest_async (self->domain, self->cancellable, answered_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static void
stop (HangarGuestGroup *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
state_changed_cb (HangarGuestGroup *self)
{
  if (self->timer != 0)
    ask_cb (self);
}

static void
hangar_guest_group_map (GtkWidget *widget)
{
  HangarGuestGroup *self = HANGAR_GUEST_GROUP (widget);

  GTK_WIDGET_CLASS (hangar_guest_group_parent_class)->map (widget);
  if (self->domain == NULL)
    return;
  self->timer = g_timeout_add_seconds (ASK_AGAIN_AFTER, ask_cb, self);
  ask_cb (self);
}

static void
hangar_guest_group_unmap (GtkWidget *widget)
{
  stop (HANGAR_GUEST_GROUP (widget));
  GTK_WIDGET_CLASS (hangar_guest_group_parent_class)->unmap (widget);
}

static void
hangar_guest_group_dispose (GObject *object)
{
  HangarGuestGroup *self = HANGAR_GUEST_GROUP (object);

  stop (self);
  g_clear_object (&self->domain);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (hangar_guest_group_parent_class)->dispose (object);
}

static void
hangar_guest_group_class_init (HangarGuestGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_guest_group_dispose;
  widget_class->map = hangar_guest_group_map;
  widget_class->unmap = hangar_guest_group_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/guest-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarGuestGroup, group);
}

static void
hangar_guest_group_init (HangarGuestGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_guest_group_set_domain:
 * @self: a group
 * @domain: the machine; given once
 */
void
hangar_guest_group_set_domain (HangarGuestGroup *self, HangarDomain *domain)
{
  g_return_if_fail (self->domain == NULL);

  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
}
