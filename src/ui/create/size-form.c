/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the host the machine gets: memory and processors, beside what the host has. */

#include "config.h"

#include "ui/create/size-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "util/format.h"

#define MIB 1048576.0

struct _HangarSizeForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;

  AdwActionRow *memory_row;
  GtkSpinButton *memory_spin;
  AdwActionRow *vcpus_row;
  GtkSpinButton *vcpus_spin;
};

G_DEFINE_FINAL_TYPE (HangarSizeForm, hangar_size_form, ADW_TYPE_PREFERENCES_GROUP)

static char *
describe_memory (HangarGuestSpec *spec)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (spec);
  HangarOs *os = hangar_guest_spec_get_os (spec);
  g_autofree char *wanted = hangar_format_size (hangar_os_get_recommended (os)->memory);
  g_autofree char *there = NULL;

  if (host == NULL || hangar_guest_host_get_memory (host) == 0)
    return NULL;
  there = hangar_format_size (hangar_guest_host_get_memory (host));
  /* TRANSLATORS: both are sizes */
  return g_strdup_printf (_ ("The host has %s; %s are advised"), there, wanted);
}

static char *
describe_vcpus (HangarGuestSpec *spec)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (spec);
  guint there = host != NULL ? hangar_guest_host_get_cpus (host) : 0;

  if (there == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The host has %u", "The host has %u", there), there);
}

static void
show_number (GtkSpinButton *spin, double number)
{
  if (gtk_spin_button_get_value (spin) != number)
    gtk_spin_button_set_value (spin, number);
}

static void
update (HangarSizeForm *self)
{
  g_autofree char *memory = describe_memory (self->spec);
  g_autofree char *vcpus = describe_vcpus (self->spec);

  show_number (self->memory_spin, (double) (hangar_guest_spec_get_memory (self->spec) >> 20));
  show_number (self->vcpus_spin, hangar_guest_spec_get_vcpus (self->spec));
  hangar_field_text_update (self->memory_row, self->spec, HANGAR_GUEST_FIELD_MEMORY, memory);
  hangar_field_text_update (self->vcpus_row, self->spec, HANGAR_GUEST_FIELD_VCPUS, vcpus);
}

static void
memory_changed_cb (HangarSizeForm *self)
{
  guint64 wanted = (guint64) (gtk_spin_button_get_value (self->memory_spin) * MIB);

  if (self->spec != NULL && hangar_guest_spec_get_memory (self->spec) >> 20 != wanted >> 20)
    hangar_guest_spec_set_memory (self->spec, wanted);
}

static void
vcpus_changed_cb (HangarSizeForm *self)
{
  if (self->spec != NULL)
    hangar_guest_spec_set_vcpus (self->spec, (guint) gtk_spin_button_get_value_as_int (self->vcpus_spin));
}

static void
hangar_size_form_dispose (GObject *object)
{
  HangarSizeForm *self = HANGAR_SIZE_FORM (object);

  g_clear_object (&self->spec);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_SIZE_FORM);
  G_OBJECT_CLASS (hangar_size_form_parent_class)->dispose (object);
}

static void
hangar_size_form_class_init (HangarSizeFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_size_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/size-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSizeForm, memory_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSizeForm, memory_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarSizeForm, vcpus_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSizeForm, vcpus_spin);
  gtk_widget_class_bind_template_callback (widget_class, memory_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, vcpus_changed_cb);
}

static void
hangar_size_form_init (HangarSizeForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_size_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_size_form_set_spec (HangarSizeForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
