/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _HangarDeviceList HangarDeviceList;

HangarDeviceList *hangar_device_list_new (GtkListBox *box);
void hangar_device_list_free (HangarDeviceList *self);
void hangar_device_list_show (HangarDeviceList *self, GPtrArray *devices, guint chosen);
void hangar_device_list_choose (HangarDeviceList *self, guint i);

G_END_DECLS
