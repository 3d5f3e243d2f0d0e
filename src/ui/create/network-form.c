/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the machine is connected, each way in words. */

#include "config.h"

#include "ui/create/network-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "ui/create/spec-text.h"

/* A way to be connected, as it stands in the list. */
typedef struct
{
  HangarGuestNetwork network;
  char *source;
} Choice;

struct _HangarNetworkForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarGuestHost *host;  /* (nullable): the one that the lists were made of */
  GPtrArray *connections; /* of Choice, as the rows of network_row */
  gboolean updating;      /* what changes in the rows is not the user's doing */

  AdwComboRow *network_row;
  AdwEntryRow *bridge_row;
  AdwActionRow *cards_row;
  GtkSpinButton *cards_spin;
  AdwActionRow *start_row;
  GtkSwitch *start_switch;
};

G_DEFINE_FINAL_TYPE (HangarNetworkForm, hangar_network_form, ADW_TYPE_PREFERENCES_GROUP)

static void
choice_free (Choice *choice)
{
  g_free (choice->source);
  g_free (choice);
}

static void
add_choice (HangarNetworkForm *self, GtkStringList *texts, HangarGuestNetwork network, const char *source,
            const char *text)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->network = network;
  choice->source = g_strdup (source);
  g_ptr_array_add (self->connections, choice);
  gtk_string_list_append (texts, text);
}

static void
add_virtual_networks (HangarNetworkForm *self, GtkStringList *texts)
{
  GPtrArray *networks = hangar_guest_host_get_networks (self->host);

  for (guint i = 0; i < networks->len; i++)
    {
      const HangarVirtNetwork *network = g_ptr_array_index (networks, i);
      g_autofree char *text =
        hangar_spec_text_network (self->host, HANGAR_GUEST_NETWORK_VIRTUAL, network->name);

      add_choice (self, texts, HANGAR_GUEST_NETWORK_VIRTUAL, network->name, text);
    }
}

static void
add_fixed (HangarNetworkForm *self, GtkStringList *texts, HangarGuestNetwork network, const char *source)
{
  g_autofree char *text = hangar_spec_text_network (self->host, network, source);

  add_choice (self, texts, network, source, text);
}

static void
fill_networks (HangarNetworkForm *self)
{
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  const char *const *cards = hangar_guest_host_get_interfaces (self->host);

  g_ptr_array_set_size (self->connections, 0);
  add_virtual_networks (self, texts);
  add_fixed (self, texts, HANGAR_GUEST_NETWORK_USER, NULL);
  for (guint i = 0; !hangar_guest_host_is_session (self->host) && cards != NULL && cards[i] != NULL; i++)
    add_fixed (self, texts, HANGAR_GUEST_NETWORK_DIRECT, cards[i]);
  if (!hangar_guest_host_is_session (self->host))
    add_choice (self, texts, HANGAR_GUEST_NETWORK_BRIDGE, NULL, _ ("A bridge of the host"));
  add_fixed (self, texts, HANGAR_GUEST_NETWORK_NONE, NULL);
  adw_combo_row_set_model (self->network_row, G_LIST_MODEL (texts));
}

static guint
find_connection (HangarNetworkForm *self)
{
  const char *source;
  HangarGuestNetwork network = hangar_guest_spec_get_network (self->spec, &source);

  for (guint i = 0; i < self->connections->len; i++)
    {
      const Choice *choice = g_ptr_array_index (self->connections, i);

      if (choice->network == network &&
          (network == HANGAR_GUEST_NETWORK_BRIDGE || g_strcmp0 (choice->source, source) == 0))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
show_details (HangarNetworkForm *self)
{
  const char *source;
  HangarGuestNetwork network = hangar_guest_spec_get_network (self->spec, &source);
  gboolean bridge = network == HANGAR_GUEST_NETWORK_BRIDGE;

  gtk_widget_set_visible (GTK_WIDGET (self->bridge_row), bridge);
  if (bridge && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->bridge_row)), source) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->bridge_row), source != NULL ? source : "");
  gtk_widget_set_visible (GTK_WIDGET (self->start_row), hangar_guest_spec_is_network_stopped (self->spec));
  gtk_switch_set_active (self->start_switch, hangar_guest_spec_get_start_network (self->spec));
  gtk_widget_set_visible (GTK_WIDGET (self->cards_row),
                          hangar_guest_spec_get_import_appliance (self->spec) != NULL &&
                            network != HANGAR_GUEST_NETWORK_NONE);
  gtk_spin_button_set_value (self->cards_spin, hangar_guest_spec_get_nics (self->spec));
}

static void
update (HangarNetworkForm *self)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);
  const char *source;
  HangarGuestNetwork network = hangar_guest_spec_get_network (self->spec, &source);
  g_autofree char *facts = hangar_spec_text_network (host, network, source != NULL ? source : "…");

  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), host != NULL);
  if (host != NULL && g_set_object (&self->host, host))
    fill_networks (self);
  if (self->host != NULL)
    adw_combo_row_set_selected (self->network_row, find_connection (self));
  hangar_field_text_update (ADW_ACTION_ROW (self->network_row), self->spec, HANGAR_GUEST_FIELD_NETWORK,
                            facts);
  show_details (self);
  self->updating = FALSE;
}

static void
network_cb (HangarNetworkForm *self)
{
  guint selected = adw_combo_row_get_selected (self->network_row);
  const Choice *choice;

  if (self->updating || self->spec == NULL || selected >= self->connections->len)
    return;
  choice = g_ptr_array_index (self->connections, selected);
  hangar_guest_spec_set_network (self->spec, choice->network, choice->source);
}

static void
bridge_cb (HangarNetworkForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_network (self->spec, HANGAR_GUEST_NETWORK_BRIDGE,
                                   gtk_editable_get_text (GTK_EDITABLE (self->bridge_row)));
}

static void
cards_cb (HangarNetworkForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_nics (self->spec, (guint) gtk_spin_button_get_value_as_int (self->cards_spin));
}

static void
start_cb (HangarNetworkForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_start_network (self->spec, gtk_switch_get_active (self->start_switch));
}

static void
hangar_network_form_dispose (GObject *object)
{
  HangarNetworkForm *self = HANGAR_NETWORK_FORM (object);

  g_clear_object (&self->spec);
  g_clear_object (&self->host);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_NETWORK_FORM);
  G_OBJECT_CLASS (hangar_network_form_parent_class)->dispose (object);
}

static void
hangar_network_form_finalize (GObject *object)
{
  g_ptr_array_unref (HANGAR_NETWORK_FORM (object)->connections);
  G_OBJECT_CLASS (hangar_network_form_parent_class)->finalize (object);
}

static void
hangar_network_form_class_init (HangarNetworkFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_network_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_network_form_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/network-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarNetworkForm, network_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNetworkForm, bridge_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNetworkForm, cards_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNetworkForm, cards_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarNetworkForm, start_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNetworkForm, start_switch);
  gtk_widget_class_bind_template_callback (widget_class, network_cb);
  gtk_widget_class_bind_template_callback (widget_class, bridge_cb);
  gtk_widget_class_bind_template_callback (widget_class, cards_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
hangar_network_form_init (HangarNetworkForm *self)
{
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_network_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_network_form_set_spec (HangarNetworkForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
