/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size of a new disk, beside the space that is left where it goes to. */

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

  AdwActionRow *size_row;
  GtkSpinButton *size_spin;
};

G_DEFINE_FINAL_TYPE (HangarDiskForm, hangar_disk_form, ADW_TYPE_PREFERENCES_GROUP)

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
update (HangarDiskForm *self)
{
  double size = (double) hangar_guest_spec_get_disk_size (self->spec) / GIB;
  g_autofree char *facts = describe_disk (self->spec);

  if (gtk_spin_button_get_value (self->size_spin) != size)
    gtk_spin_button_set_value (self->size_spin, size);
  hangar_field_text_update (self->size_row, self->spec, HANGAR_GUEST_FIELD_DISK, facts);
}

static void
size_changed_cb (HangarDiskForm *self)
{
  if (self->spec != NULL)
    hangar_guest_spec_set_disk_size (self->spec,
                                     (guint64) (gtk_spin_button_get_value (self->size_spin) * GIB));
}

static void
hangar_disk_form_dispose (GObject *object)
{
  HangarDiskForm *self = HANGAR_DISK_FORM (object);

  g_clear_object (&self->spec);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_DISK_FORM);
  G_OBJECT_CLASS (hangar_disk_form_parent_class)->dispose (object);
}

static void
hangar_disk_form_class_init (HangarDiskFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_disk_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/disk-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, size_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, size_spin);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
}

static void
hangar_disk_form_init (HangarDiskForm *self)
{
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
