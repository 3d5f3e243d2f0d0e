/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What most people leave as it is: network, firmware, TPM, where the disk goes and in which format. */

#include "config.h"

#include "ui/create/advanced-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "util/format.h"

/* A way to be connected, as it stands in the list. */
typedef struct
{
  HangarGuestNetwork network;
  char *source;
} Choice;

struct _HangarAdvancedForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarGuestHost *host;  /* (nullable): the one that the lists were made of */
  GPtrArray *connections; /* of Choice, as the rows of network_row */
  gboolean updating;      /* what changes in the rows is not the user's doing */

  AdwComboRow *network_row;
  AdwComboRow *firmware_row;
  AdwActionRow *tpm_row;
  GtkSwitch *tpm_switch;
  AdwComboRow *pool_row;
  AdwComboRow *format_row;
};

G_DEFINE_FINAL_TYPE (HangarAdvancedForm, hangar_advanced_form, ADW_TYPE_PREFERENCES_GROUP)

static void
choice_free (Choice *choice)
{
  g_free (choice->source);
  g_free (choice);
}

static void
add_choice (HangarAdvancedForm *self, GtkStringList *texts, HangarGuestNetwork network, const char *source,
            const char *text)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->network = network;
  choice->source = g_strdup (source);
  g_ptr_array_add (self->connections, choice);
  gtk_string_list_append (texts, text);
}

static const char *
kind_in_words (HangarVirtNetworkKind kind)
{
  switch (kind)
    {
    case HANGAR_VIRT_NETWORK_NAT:
      return _ ("reaches out through the host");
    case HANGAR_VIRT_NETWORK_ROUTED:
    case HANGAR_VIRT_NETWORK_OPEN:
      return _ ("routed by the host");
    case HANGAR_VIRT_NETWORK_ISOLATED:
      return _ ("machines among themselves");
    case HANGAR_VIRT_NETWORK_BRIDGE:
      return _ ("the host’s own network");
    case HANGAR_VIRT_NETWORK_OTHER:
    default:
      return _ ("special");
    }
}

static void
add_virtual_networks (HangarAdvancedForm *self, GtkStringList *texts)
{
  GPtrArray *networks = hangar_guest_host_get_networks (self->host);

  for (guint i = 0; i < networks->len; i++)
    {
      const HangarVirtNetwork *network = g_ptr_array_index (networks, i);
      const char *kind = kind_in_words (network->kind);
      /* TRANSLATORS: the name of a virtual network, then what kind it is */
      g_autofree char *text = network->active
                                ? g_strdup_printf (_ ("“%s”: %s"), network->name, kind)
                                : g_strdup_printf (_ ("“%s”: %s (stopped)"), network->name, kind);

      add_choice (self, texts, HANGAR_GUEST_NETWORK_VIRTUAL, network->name, text);
    }
}

static void
fill_networks (HangarAdvancedForm *self)
{
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  const char *const *cards = hangar_guest_host_get_interfaces (self->host);

  g_ptr_array_set_size (self->connections, 0);
  add_virtual_networks (self, texts);
  add_choice (self, texts, HANGAR_GUEST_NETWORK_USER, NULL,
              _ ("User mode: out through the host, nothing comes in"));
  for (guint i = 0; !hangar_guest_host_is_session (self->host) && cards != NULL && cards[i] != NULL; i++)
    {
      /* TRANSLATORS: %s is a network card of the host */
      g_autofree char *text = g_strdup_printf (_ ("Directly on %s: seen by all but the host"), cards[i]);

      add_choice (self, texts, HANGAR_GUEST_NETWORK_DIRECT, cards[i], text);
    }
  add_choice (self, texts, HANGAR_GUEST_NETWORK_NONE, NULL, _ ("None"));
  adw_combo_row_set_model (self->network_row, G_LIST_MODEL (texts));
}

static void
fill_pools (HangarAdvancedForm *self)
{
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  GPtrArray *pools = hangar_guest_host_get_pools (self->host);

  gtk_string_list_append (texts, _ ("The usual one"));
  for (guint i = 0; i < pools->len; i++)
    {
      const HangarVirtPool *pool = g_ptr_array_index (pools, i);
      g_autofree char *left = hangar_format_size (pool->available);
      /* TRANSLATORS: the name of a storage pool and a size */
      g_autofree char *text = pool->active ? g_strdup_printf (_ ("“%s”: %s free"), pool->name, left)
                                           : g_strdup_printf (_ ("“%s”: stopped"), pool->name);

      gtk_string_list_append (texts, text);
    }
  adw_combo_row_set_model (self->pool_row, G_LIST_MODEL (texts));
}

static guint
find_connection (HangarAdvancedForm *self)
{
  const char *source;
  HangarGuestNetwork network = hangar_guest_spec_get_network (self->spec, &source);

  for (guint i = 0; i < self->connections->len; i++)
    {
      const Choice *choice = g_ptr_array_index (self->connections, i);

      if (choice->network == network && g_strcmp0 (choice->source, source) == 0)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
update (HangarAdvancedForm *self)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);

  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), host != NULL);
  if (host != NULL && g_set_object (&self->host, host))
    {
      fill_networks (self);
      fill_pools (self);
    }
  if (self->host != NULL)
    adw_combo_row_set_selected (self->network_row, find_connection (self));
  adw_combo_row_set_selected (self->firmware_row, hangar_guest_spec_get_firmware (self->spec));
  gtk_switch_set_active (self->tpm_switch, hangar_guest_spec_get_tpm (self->spec));
  adw_combo_row_set_selected (self->format_row,
                              g_strcmp0 (hangar_guest_spec_get_disk_format (self->spec), "raw") == 0 ? 1 : 0);
  hangar_field_text_update (ADW_ACTION_ROW (self->network_row), self->spec, HANGAR_GUEST_FIELD_NETWORK, NULL);
  hangar_field_text_update (ADW_ACTION_ROW (self->firmware_row), self->spec, HANGAR_GUEST_FIELD_FIRMWARE,
                            NULL);
  self->updating = FALSE;
}

static void
network_cb (HangarAdvancedForm *self)
{
  guint selected = adw_combo_row_get_selected (self->network_row);
  const Choice *choice;

  if (self->updating || self->spec == NULL || selected >= self->connections->len)
    return;
  choice = g_ptr_array_index (self->connections, selected);
  hangar_guest_spec_set_network (self->spec, choice->network, choice->source);
}

static void
firmware_cb (HangarAdvancedForm *self)
{
  guint selected = adw_combo_row_get_selected (self->firmware_row);

  if (!self->updating && self->spec != NULL && selected <= HANGAR_GUEST_FIRMWARE_UEFI_SECURE)
    hangar_guest_spec_set_firmware (self->spec, (HangarGuestFirmware) selected);
}

static void
tpm_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_tpm (self->spec, gtk_switch_get_active (self->tpm_switch));
}

static void
pool_cb (HangarAdvancedForm *self)
{
  guint selected = adw_combo_row_get_selected (self->pool_row);
  GPtrArray *pools = self->host != NULL ? hangar_guest_host_get_pools (self->host) : NULL;
  const HangarVirtPool *pool;

  if (self->updating || self->spec == NULL || pools == NULL || selected > pools->len)
    return;
  pool = selected > 0 ? g_ptr_array_index (pools, selected - 1) : NULL;
  hangar_guest_spec_set_pool (self->spec, pool != NULL ? pool->uuid : NULL);
}

static void
format_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_disk_format (self->spec,
                                       adw_combo_row_get_selected (self->format_row) == 1 ? "raw" : "qcow2");
}

static void
hangar_advanced_form_dispose (GObject *object)
{
  HangarAdvancedForm *self = HANGAR_ADVANCED_FORM (object);

  g_clear_object (&self->spec);
  g_clear_object (&self->host);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_ADVANCED_FORM);
  G_OBJECT_CLASS (hangar_advanced_form_parent_class)->dispose (object);
}

static void
hangar_advanced_form_finalize (GObject *object)
{
  g_ptr_array_unref (HANGAR_ADVANCED_FORM (object)->connections);
  G_OBJECT_CLASS (hangar_advanced_form_parent_class)->finalize (object);
}

static void
hangar_advanced_form_class_init (HangarAdvancedFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_advanced_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_advanced_form_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/advanced-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, network_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, firmware_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, tpm_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, tpm_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, pool_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, format_row);
  gtk_widget_class_bind_template_callback (widget_class, network_cb);
  gtk_widget_class_bind_template_callback (widget_class, firmware_cb);
  gtk_widget_class_bind_template_callback (widget_class, tpm_cb);
  gtk_widget_class_bind_template_callback (widget_class, pool_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_cb);
}

static void
hangar_advanced_form_init (HangarAdvancedForm *self)
{
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_advanced_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_advanced_form_set_spec (HangarAdvancedForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
