/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/device-schema.h"

G_BEGIN_DECLS

/**
 * HangarFieldRow:
 * @field: what it edits
 * @widget: the row
 * @editor: what holds the value: an editable, a combo row, a switch, a spin button, a text view
 * @values: (nullable): of a choice: the XML's words in the order of the list; the first may be "" for none
 * @is_setting: while the value comes from the document
 *
 * One field of a form.
 */
typedef struct
{
  const HangarField *field;
  GtkWidget *widget;
  GtkWidget *editor;
  GPtrArray *values;
  gboolean is_setting;
} HangarFieldRow;

HangarFieldRow *hangar_field_row_new (const HangarField *field, GCallback changed);
void hangar_field_row_free (HangarFieldRow *row);
void hangar_field_row_set_value (HangarFieldRow *row, const char *value);
char *hangar_field_row_dup_value (HangarFieldRow *row);
void hangar_field_row_set_problem (HangarFieldRow *row, const char *problem, const char *help);
void hangar_field_row_offer (HangarFieldRow *row, const char *const *values, const char *const *labels);

G_END_DECLS
