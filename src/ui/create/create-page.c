/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of New machine: what it asks, in words, and the forms for the answers. */

#include "config.h"

#include "ui/create/create-page.h"

struct _HangarCreatePage
{
  GtkBox parent_instance;

  GtkLabel *heading;
  GtkLabel *explanation;
  GtkBox *content;
};

G_DEFINE_FINAL_TYPE (HangarCreatePage, hangar_create_page, GTK_TYPE_BOX)

static void
hangar_create_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HANGAR_TYPE_CREATE_PAGE);
  G_OBJECT_CLASS (hangar_create_page_parent_class)->dispose (object);
}

static void
hangar_create_page_class_init (HangarCreatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_create_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/create-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarCreatePage, heading);
  gtk_widget_class_bind_template_child (widget_class, HangarCreatePage, explanation);
  gtk_widget_class_bind_template_child (widget_class, HangarCreatePage, content);
}

static void
hangar_create_page_init (HangarCreatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_create_page_new:
 * @heading: what it asks
 * @explanation: (nullable): what is good to know before answering
 *
 * Returns: (transfer floating): a page without forms
 */
HangarCreatePage *
hangar_create_page_new (const char *heading, const char *explanation)
{
  HangarCreatePage *self = g_object_new (HANGAR_TYPE_CREATE_PAGE, NULL);

  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->explanation, explanation != NULL ? explanation : "");
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), explanation != NULL);
  return self;
}

/**
 * hangar_create_page_add:
 * @self: a page
 * @form: (transfer floating): a form, shown below the others
 */
void
hangar_create_page_add (HangarCreatePage *self, GtkWidget *form)
{
  gtk_box_append (self->content, form);
}
