/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hardware.h"
#include "model/xml-document.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_XML_WINDOW (hangar_xml_window_get_type ())
G_DECLARE_FINAL_TYPE (HangarXmlWindow, hangar_xml_window, HANGAR, XML_WINDOW, AdwWindow)

HangarXmlWindow *hangar_xml_window_new (HangarHardware *hardware, HangarDevice *device);
HangarXmlWindow *hangar_xml_window_new_for_document (HangarXmlDocument *document);
void hangar_xml_window_show (HangarXmlDocument *document, GtkWidget *widget);

G_END_DECLS
