/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's disk: a new one, its size, place and format, or none. */

#include "config.h"

#include "ui/create/disk-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "util/format.h"

#define GIB 1073741824.0

struct _HangarDiskForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarGuestHost *host; /* (nullable): the one that the list of pools was made of */
  gboolean updating;     /* what changes in the rows is not the user's doing */

  AdwComboRow *kind_row;
  AdwActionRow *size_row;
  GtkSpinButton *size_spin;
  AdwComboRow *pool_row;
  AdwComboRow *format_row;
};

G_DEFINE_FINAL_TYPE (HangarDiskForm, hangar_disk_form, ADW_TYPE_PREFERENCES_GROUP)

/* As the rows of kind_row. */
static const HangarGuestStorage kinds[] = { HANGAR_GUEST_STORAGE_NEW, HANGAR_GUEST_STORAGE_NONE };

static char *
describe_disk (HangarGuestSpec *spec)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (spec);
  g_autofree char *left = NULL;

  if (pool == NULL || !pool->active)
    return g_strdup (_ ("Takes space only as it fills"));
  left = hangar_format_size (pool->available);
  /* TRANSLATORS: the first is a size, the second the name of a storage pool */
  return g_strdup_printf (_ ("Takes space only as it fills; %s are free in “%s”"), left, pool->name);
}

static void
fill_pools (HangarDiskForm *self)
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

static void
show_rows (HangarDiskForm *self)
{
  gboolean import = hangar_guest_spec_get_way (self->spec) == HANGAR_GUEST_WAY_IMPORT;
  gboolean made = !import && hangar_guest_spec_get_storage (self->spec) == HANGAR_GUEST_STORAGE_NEW;

  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), !import);
  gtk_widget_set_visible (GTK_WIDGET (self->size_row), made);
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), made);
  gtk_widget_set_visible (GTK_WIDGET (self->pool_row), made || import);
}

static void
update (HangarDiskForm *self)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);
  double size = (double) hangar_guest_spec_get_disk_size (self->spec) / GIB;
  g_autofree char *facts = describe_disk (self->spec);
  gboolean raw = g_strcmp0 (hangar_guest_spec_get_disk_format (self->spec), "raw") == 0;

  self->updating = TRUE;
  if (host != NULL && g_set_object (&self->host, host))
    fill_pools (self);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] == hangar_guest_spec_get_storage (self->spec))
      adw_combo_row_set_selected (self->kind_row, i);
  if (gtk_spin_button_get_value (self->size_spin) != size)
    gtk_spin_button_set_value (self->size_spin, size);
  adw_combo_row_set_selected (self->format_row, raw ? 1 : 0);
  hangar_field_text_update (self->size_row, self->spec, HANGAR_GUEST_FIELD_DISK, facts);
  show_rows (self);
  self->updating = FALSE;
}

static void
kind_cb (HangarDiskForm *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);

  if (!self->updating && self->spec != NULL && selected < G_N_ELEMENTS (kinds))
    hangar_guest_spec_set_storage (self->spec, kinds[selected]);
}

static void
size_changed_cb (HangarDiskForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_disk_size (self->spec,
                                     (guint64) (gtk_spin_button_get_value (self->size_spin) * GIB));
}

static void
pool_cb (HangarDiskForm *self)
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
format_cb (HangarDiskForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_disk_format (self->spec,
                                       adw_combo_row_get_selected (self->format_row) == 1 ? "raw" : "qcow2");
}

static void
hangar_disk_form_dispose (GObject *object)
{
  HangarDiskForm *self = HANGAR_DISK_FORM (object);

  g_clear_object (&self->spec);
  g_clear_object (&self->host);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_DISK_FORM);
  G_OBJECT_CLASS (hangar_disk_form_parent_class)->dispose (object);
}

static void
hangar_disk_form_class_init (HangarDiskFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_disk_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/disk-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, kind_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, size_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, size_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, pool_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, format_row);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pool_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_cb);
}

static void
hangar_disk_form_init (HangarDiskForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_disk_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_disk_form_set_spec (HangarDiskForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
