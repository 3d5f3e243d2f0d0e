/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How full something is, as a small bar, with the share of it that the machines take. */

#include "config.h"

#include "widgets/meter.h"

#include <math.h>

#include "widgets/palette.h"

#define WIDTH 48
#define HEIGHT 6

struct _HangarMeter
{
  GtkWidget parent_instance;

  char *label;
  char *text;
  float value; /* 0 to 1; NaN: not known */
  float share; /* part of the value, 0 to 1; NaN: not known */
};

enum
{
  PROP_LABEL = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarMeter, hangar_meter, GTK_TYPE_WIDGET)

static void
append_bar (GtkSnapshot *snapshot, graphene_rect_t rect, const GdkRGBA *color)
{
  GskRoundedRect rounded;

  if (rect.size.width < 0.5f)
    return;
  gsk_rounded_rect_init_from_rect (&rounded, &rect, rect.size.height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, color, &rect);
  gtk_snapshot_pop (snapshot);
}

static graphene_rect_t
part_of (GtkWidget *widget, float fraction)
{
  const float width = (float) gtk_widget_get_width (widget);
  const float height = MIN ((float) gtk_widget_get_height (widget), HEIGHT);
  const float top = ((float) gtk_widget_get_height (widget) - height) / 2;
  const float length = width * CLAMP (fraction, 0, 1);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    return GRAPHENE_RECT_INIT (width - length, top, length, height);
  return GRAPHENE_RECT_INIT (0, top, length, height);
}

static void
hangar_meter_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarMeter *self = HANGAR_METER (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.15f;
  append_bar (snapshot, part_of (widget, 1), &color);
  if (isnan (self->value))
    return;

  color = hangar_palette_get (HANGAR_HUE_CPU);
  if (!isnan (self->share))
    color.alpha = 0.45f;
  append_bar (snapshot, part_of (widget, self->value), &color);
  if (isnan (self->share))
    return;
  color.alpha = 1;
  append_bar (snapshot, part_of (widget, MIN (self->share, self->value)), &color);
}

static void
hangar_meter_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 8 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
hangar_meter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABEL)
    g_value_set_string (value, HANGAR_METER (object)->label);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_meter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABEL)
    hangar_meter_set_label (HANGAR_METER (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_meter_finalize (GObject *object)
{
  HangarMeter *self = HANGAR_METER (object);

  g_free (self->label);
  g_free (self->text);
  G_OBJECT_CLASS (hangar_meter_parent_class)->finalize (object);
}

static void
hangar_meter_class_init (HangarMeterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = hangar_meter_finalize;
  object_class->get_property = hangar_meter_get_property;
  object_class->set_property = hangar_meter_set_property;
  widget_class->snapshot = hangar_meter_snapshot;
  widget_class->measure = hangar_meter_measure;

  props[PROP_LABEL] = g_param_spec_string (
    "label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "meter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
hangar_meter_init (HangarMeter *self)
{
  self->value = NAN;
  self->share = NAN;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
}

/**
 * hangar_meter_new:
 * @label: (nullable): what is measured, for assistive technology
 *
 * Returns: (transfer floating): a meter that shows nothing yet
 */
GtkWidget *
hangar_meter_new (const char *label)
{
  return g_object_new (HANGAR_TYPE_METER, "label", label, NULL);
}

/**
 * hangar_meter_set_label:
 * @self: a meter
 * @label: (nullable): what is measured, for assistive technology
 */
void
hangar_meter_set_label (HangarMeter *self, const char *label)
{
  if (g_strcmp0 (self->label, label) == 0)
    return;
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
}

/**
 * hangar_meter_set_value:
 * @self: a meter
 * @value: how full, 0 to 1; NaN when it is not known
 * @share: the part of that which the machines take, 0 to 1; NaN when there is nothing to say about it
 * @text: (nullable): the value as a sentence, for assistive technology and as tooltip
 */
void
hangar_meter_set_value (HangarMeter *self, float value, float share, const char *text)
{
  gboolean same = (value == self->value || (isnan (value) && isnan (self->value))) &&
                  (share == self->share || (isnan (share) && isnan (self->share)));

  if (g_strcmp0 (text, self->text) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                      text != NULL ? text : "", -1);
    }
  if (same)
    return;
  self->value = value;
  self->share = share;
  if (!isnan (value))
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                    (double) CLAMP (value, 0, 1), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
