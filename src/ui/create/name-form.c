/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's name: suggested until the user types one. */

#include "config.h"

#include "ui/create/name-form.h"

#include "ui/create/field-text.h"

struct _HangarNameForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  gboolean updating;

  AdwEntryRow *name_row;
};

G_DEFINE_FINAL_TYPE (HangarNameForm, hangar_name_form, ADW_TYPE_PREFERENCES_GROUP)

static void
update (HangarNameForm *self)
{
  g_autofree char *name = g_strdup (hangar_guest_spec_get_name (self->spec));

  /* Setting a text empties it first, and that is not what the user typed. */
  self->updating = TRUE;
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name_row)), name) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
  self->updating = FALSE;
  hangar_field_text_mark (GTK_WIDGET (self->name_row), self->spec, HANGAR_GUEST_FIELD_NAME);
}

static void
name_changed_cb (HangarNameForm *self)
{
  if (self->spec != NULL && !self->updating)
    hangar_guest_spec_set_name (self->spec, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
}

static void
hangar_name_form_dispose (GObject *object)
{
  HangarNameForm *self = HANGAR_NAME_FORM (object);

  g_clear_object (&self->spec);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_NAME_FORM);
  G_OBJECT_CLASS (hangar_name_form_parent_class)->dispose (object);
}

static void
hangar_name_form_class_init (HangarNameFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_name_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/name-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarNameForm, name_row);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
hangar_name_form_init (HangarNameForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_name_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_name_form_set_spec (HangarNameForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
