/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses that a network card has now, and how they are known. */

#include "config.h"

#include "ui/domain/address-group.h"

#include <glib/gi18n-lib.h>

#include "model/guest-view.h"

struct _HangarAddressGroup
{
  AdwPreferencesGroup parent_instance;

  HangarDomain *domain;
  char *mac;
  GCancellable *cancellable; /* (nullable): of the question that is under way */
  GPtrArray *rows;           /* AdwActionRow */
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (HangarAddressGroup, hangar_address_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
describe_source (HangarAddressSource source)
{
  switch (source)
    {
    case HANGAR_ADDRESS_LEASED:
      return _ ("Given by the host’s network");
    case HANGAR_ADDRESS_TOLD:
      return _ ("Told by the agent in the machine");
    case HANGAR_ADDRESS_SEEN:
    default:
      return _ ("Seen by the host on its network");
    }
}

static void
show_text (HangarAddressGroup *self, const char *text)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
}

static void
add_row (HangarAddressGroup *self, const HangarInterfaceAddress *address)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", address->text, "subtitle",
                                 describe_source (address->source), "title-selectable", TRUE, NULL);

  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
update_button (HangarAddressGroup *self)
{
  const char *why = self->cancellable != NULL ? _ ("The addresses are being asked for.") : NULL;

  if (hangar_domain_get_state (self->domain) != HANGAR_DOMAIN_RUNNING)
    why = _ ("The machine does not run.");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "addresses.refresh", why == NULL);
  gtk_widget_set_tooltip_text (self->button, why != NULL ? why : _ ("Ask again"));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAddressGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = NULL;

  if (self->domain == NULL)
    return;
  addresses = hangar_domain_ask_addresses_finish (self->domain, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  update_button (self);
  if (error != NULL)
    {
      show_text (self, error->message);
      return;
    }
  if (addresses == NULL || addresses->len == 0)
    {
      show_text (self, _ ("None is known. Where the host gives none away, the agent in the machine "
                          "(“qemu-guest-agent”) tells them."));
      return;
    }
  show_text (self, NULL);
  for (guint i = 0; i < addresses->len; i++)
    add_row (self, addresses->pdata[i]);
}

static void
ask (HangarAddressGroup *self)
{
  if (self->cancellable != NULL)
    return;
  if (hangar_domain_get_state (self->domain) != HANGAR_DOMAIN_RUNNING)
    {
      show_text (self, _ ("The machine does not run."));
      update_button (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  update_button (self);
  hangar_domain_ask_addresses_async (self->domain, self->mac, self->cancellable, answered_cb,
                                     g_object_ref (self));
}

static void
refresh_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  ask (HANGAR_ADDRESS_GROUP (widget));
}

static void
stop (HangarAddressGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
state_changed_cb (HangarAddressGroup *self)
{
  stop (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ask (self);
}

static void
hangar_address_group_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_address_group_parent_class)->map (widget);

  ask (HANGAR_ADDRESS_GROUP (widget));
}

static void
hangar_address_group_unmap (GtkWidget *widget)
{
  stop (HANGAR_ADDRESS_GROUP (widget));
  GTK_WIDGET_CLASS (hangar_address_group_parent_class)->unmap (widget);
}

static void
hangar_address_group_dispose (GObject *object)
{
  HangarAddressGroup *self = HANGAR_ADDRESS_GROUP (object);

  stop (self);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (hangar_address_group_parent_class)->dispose (object);
}

static void
hangar_address_group_finalize (GObject *object)
{
  HangarAddressGroup *self = HANGAR_ADDRESS_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_free (self->mac);

  G_OBJECT_CLASS (hangar_address_group_parent_class)->finalize (object);
}

static void
hangar_address_group_class_init (HangarAddressGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_address_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_address_group_finalize;
  widget_class->map = hangar_address_group_map;
  widget_class->unmap = hangar_address_group_unmap;

  gtk_widget_class_install_action (widget_class, "addresses.refresh", NULL, refresh_activated);
}

static void
hangar_address_group_init (HangarAddressGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Ask for the addresses again"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "addresses.refresh");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Addresses Now"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->button);
}

/**
 * hangar_address_group_new:
 * @context: a network card
 *
 * Returns: (transfer none): its addresses
 */
AdwPreferencesGroup *
hangar_address_group_new (const HangarDeviceContext *context)
{
  HangarAddressGroup *self = g_object_new (HANGAR_TYPE_ADDRESS_GROUP, NULL);

  self->domain = g_object_ref (hangar_hardware_get_domain (context->hardware));
  self->mac = g_strdup (hangar_device_get_key (context->device));
  g_signal_connect_object (self->domain, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_button (self);
  return ADW_PREFERENCES_GROUP (self);
}
