/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page of New machine: the host, what the machine starts from, and that itself. */

#include "config.h"

#include "ui/create/start-page.h"

#include <glib/gi18n.h>

#include "ui/create/access-form.h"
#include "ui/create/import-form.h"
#include "ui/create/medium-form.h"

#define N_WAYS (HANGAR_GUEST_WAY_EMPTY + 1)

struct _HangarStartPage
{
  GtkBox parent_instance;

  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  HangarSettings *settings;
  HangarOsCatalog *catalog;
  HangarMediumForm *medium_form; /* (nullable): made when it is needed first */
  HangarImportForm *import_form; /* (nullable): likewise */
  HangarAccessForm *access_form; /* (nullable): likewise */
  AdwComboRow *host_row;         /* (nullable): when there is more than one host */

  AdwBin *host_place;
  GtkCheckButton *medium_check;
  GtkCheckButton *import_check;
  GtkCheckButton *network_check;
  GtkCheckButton *empty_check;
  GtkBox *forms;
  GtkLabel *speed_label;
};

G_DEFINE_FINAL_TYPE (HangarStartPage, hangar_start_page, GTK_TYPE_BOX)

/* Only a host whose guests run as somebody else needs it. */
static void
ensure_access_form (HangarStartPage *self)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);
  HangarSearchUser user;

  if (self->access_form != NULL || host == NULL || !hangar_guest_host_get_guest_user (host, &user))
    return;
  self->access_form = hangar_access_form_new (self->spec, self->hosts);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->access_form));
}

static void
update (HangarStartPage *self)
{
  g_autofree char *speed = hangar_guest_spec_dup_advice (self->spec, HANGAR_GUEST_FIELD_HOST);

  ensure_access_form (self);
  gtk_label_set_text (self->speed_label, speed != NULL ? speed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->speed_label), speed != NULL);
}

static void
ensure_medium_form (HangarStartPage *self)
{
  if (self->medium_form != NULL)
    return;
  self->medium_form = g_object_new (HANGAR_TYPE_MEDIUM_FORM, NULL);
  hangar_medium_form_set_catalog (self->medium_form, self->catalog);
  hangar_medium_form_set_settings (self->medium_form, self->settings);
  hangar_medium_form_set_hosts (self->medium_form, self->hosts);
  hangar_medium_form_set_spec (self->medium_form, self->spec);
  gtk_box_append (self->forms, GTK_WIDGET (self->medium_form));
}

static void
ensure_import_form (HangarStartPage *self)
{
  if (self->import_form != NULL)
    return;
  self->import_form = g_object_new (HANGAR_TYPE_IMPORT_FORM, NULL);
  hangar_import_form_set_catalog (self->import_form, self->catalog);
  hangar_import_form_set_hosts (self->import_form, self->hosts);
  hangar_import_form_set_spec (self->import_form, self->spec);
  gtk_box_append (self->forms, GTK_WIDGET (self->import_form));
}

static GtkCheckButton *
check_of (HangarStartPage *self, HangarGuestWay way)
{
  GtkCheckButton *const checks[N_WAYS] = {
    [HANGAR_GUEST_WAY_MEDIUM] = self->medium_check,
    [HANGAR_GUEST_WAY_IMPORT] = self->import_check,
    [HANGAR_GUEST_WAY_NETWORK] = self->network_check,
    [HANGAR_GUEST_WAY_EMPTY] = self->empty_check,
  };

  return checks[way];
}

static HangarGuestWay
chosen_way (HangarStartPage *self)
{
  for (int way = 0; way < N_WAYS; way++)
    if (gtk_check_button_get_active (check_of (self, (HangarGuestWay) way)))
      return (HangarGuestWay) way;
  return HANGAR_GUEST_WAY_MEDIUM;
}

static void
show_forms (HangarStartPage *self, HangarGuestWay way)
{
  if (way == HANGAR_GUEST_WAY_MEDIUM)
    ensure_medium_form (self);
  if (way == HANGAR_GUEST_WAY_IMPORT)
    ensure_import_form (self);
  if (self->medium_form != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->medium_form), way == HANGAR_GUEST_WAY_MEDIUM);
  if (self->import_form != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->import_form), way == HANGAR_GUEST_WAY_IMPORT);
}

static void
way_cb (HangarStartPage *self, GtkCheckButton *check)
{
  HangarGuestWay way;

  if (self->spec == NULL || !gtk_check_button_get_active (check))
    return;
  way = chosen_way (self);
  show_forms (self, way);
  hangar_guest_spec_set_way (self->spec, way);
}

static void
host_selected_cb (HangarStartPage *self)
{
  hangar_host_choice_select (self->hosts, adw_combo_row_get_selected_item (self->host_row));
}

static void
select_host (HangarStartPage *self)
{
  GListModel *hosts = hangar_host_choice_get_hosts (self->hosts);
  guint n = g_list_model_get_n_items (hosts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (hosts, i);

      if (connection == hangar_host_choice_get_selected (self->hosts))
        adw_combo_row_set_selected (self->host_row, i);
    }
}

static void
make_host_row (HangarStartPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->host_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->host_row), _ ("_Host"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->host_row), TRUE);
  adw_combo_row_set_expression (self->host_row,
                                gtk_property_expression_new (HANGAR_TYPE_CONNECTION, NULL, "label"));
  adw_combo_row_set_model (self->host_row, hangar_host_choice_get_hosts (self->hosts));
  select_host (self);
  g_signal_connect_object (self->host_row, "notify::selected-item", G_CALLBACK (host_selected_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->host_row));
  adw_bin_set_child (self->host_place, group);
}

static void
hosts_changed_cb (HangarStartPage *self)
{
  gboolean several = g_list_model_get_n_items (hangar_host_choice_get_hosts (self->hosts)) > 1;

  if (several && self->host_row == NULL)
    make_host_row (self);
  gtk_widget_set_visible (GTK_WIDGET (self->host_place), several);
}

static void
hangar_start_page_dispose (GObject *object)
{
  HangarStartPage *self = HANGAR_START_PAGE (object);

  g_clear_object (&self->spec);
  g_clear_object (&self->hosts);
  g_clear_object (&self->settings);
  g_clear_object (&self->catalog);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_START_PAGE);
  G_OBJECT_CLASS (hangar_start_page_parent_class)->dispose (object);
}

static void
hangar_start_page_class_init (HangarStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_start_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, host_place);
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, medium_check);
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, import_check);
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, network_check);
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, empty_check);
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, forms);
  gtk_widget_class_bind_template_child (widget_class, HangarStartPage, speed_label);
  gtk_widget_class_bind_template_callback (widget_class, way_cb);
}

static void
hangar_start_page_init (HangarStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_start_page_new:
 * @needs: what it works with
 *
 * Returns: (transfer floating): the page
 */
HangarStartPage *
hangar_start_page_new (const HangarCreateNeeds *needs)
{
  HangarStartPage *self = g_object_new (HANGAR_TYPE_START_PAGE, NULL);

  self->spec = g_object_ref (needs->spec);
  self->hosts = g_object_ref (needs->hosts);
  self->settings = g_object_ref (needs->settings);
  self->catalog = g_object_ref (needs->catalog);
  g_signal_connect_object (self->spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hangar_host_choice_get_hosts (self->hosts), "items-changed",
                           G_CALLBACK (hosts_changed_cb), self, G_CONNECT_SWAPPED);
  show_forms (self, hangar_guest_spec_get_way (self->spec));
  hosts_changed_cb (self);
  update (self);
  return self;
}

/**
 * hangar_start_page_take_file:
 * @self: the page
 * @file: a disc image, a disk or an appliance
 *
 * Takes a file that was dropped; what it is called tells which way it is meant.
 */
void
hangar_start_page_take_file (HangarStartPage *self, GFile *file)
{
  static const char *const suffixes[] = { ".qcow2", ".raw", ".vmdk", ".vdi", ".vhd", ".vhdx" };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  gboolean import = hangar_appliance_is_name (lower);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    import |= g_str_has_suffix (lower, suffixes[i]);
  gtk_check_button_set_active (check_of (self, import ? HANGAR_GUEST_WAY_IMPORT : HANGAR_GUEST_WAY_MEDIUM),
                               TRUE);
  if (import)
    hangar_import_form_take_file (self->import_form, file);
  else
    hangar_medium_form_take_file (self->medium_form, file);
}
