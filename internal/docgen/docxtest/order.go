package docxtest

import "strings"

// order says in which order the schema (ECMA-376 Part 1, transitional) has the children of an element. A child that is not
// named may not stand there. Of the names in bars, any may stand at that place.
var order = map[string][]string{
	"w:pPr": words(`pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku
		wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap
		jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`),
	"w:rPr": words(`rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w
		kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath`),
	"w:tblPr": words(`tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout
		tblCellMar tblLook tblCaption tblDescription`),
	"w:trPr":        words(`cnfStyle|divId|gridBefore|gridAfter|wBefore|wAfter|cantSplit|trHeight|tblHeader|tblCellSpacing|jc|hidden`),
	"w:tcPr":        words(`cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark`),
	"w:sectPr":      words(`headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings`),
	"w:tbl":         words(`bookmarkStart|bookmarkEnd tblPr tblGrid tr`),
	"w:tr":          words(`tblPrEx trPr tc`),
	"w:tc":          words(`tcPr p|tbl`),
	"w:p":           words(`pPr r|hyperlink|bookmarkStart|bookmarkEnd|proofErr`),
	"w:r":           words(`rPr t|br|tab|drawing|fldChar|instrText|cr|noBreakHyphen|sym`),
	"w:body":        words(`p|tbl|bookmarkStart|bookmarkEnd sectPr`),
	"w:document":    words(`background body`),
	"w:ftr":         words(`p|tbl`),
	"w:hdr":         words(`p|tbl`),
	"w:tblGrid":     words(`gridCol`),
	"w:tblBorders":  words(`top left|start bottom right|end insideH insideV`),
	"w:pBdr":        words(`top left bottom right between bar`),
	"w:tblCellMar":  words(`top left|start bottom right|end`),
	"w:styles":      words(`docDefaults latentStyles style`),
	"w:docDefaults": words(`rPrDefault pPrDefault`),
	"w:style": words(`name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose
		personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`),
	"w:settings": words(`writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries displayBackgroundShape
		printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins
		alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle
		proofState formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions
		doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop autoHyphenation
		consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
		bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing
		displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin
		drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter
		noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText
		doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults
		footnotePr endnotePr compat docVars rsids`),
	"w:drawing":    words(`anchor|inline`),
	"wp:anchor":    words(`simplePos positionH positionV extent effectExtent wrapNone|wrapSquare|wrapTight|wrapThrough|wrapTopAndBottom docPr cNvGraphicFramePr graphic`),
	"wp:inline":    words(`extent effectExtent docPr cNvGraphicFramePr graphic`),
	"pic:pic":      words(`nvPicPr blipFill spPr`),
	"c:chartSpace": words(`date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData printSettings userShapes`),
	"c:chart":      words(`title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs`),
	"c:plotArea":   words(`layout barChart|lineChart|pieChart catAx|valAx|dateAx dTable spPr`),
	"c:barChart":   words(`barDir grouping varyColors ser dLbls gapWidth overlap serLines axId`),
	"c:ser":        words(`idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape`),
	"c:dLbls":      words(`dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator showLeaderLines`),
	"c:catAx": words(`axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx
		crosses|crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl`),
	"c:valAx": words(`axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx
		crosses|crossesAt crossBetween majorUnit minorUnit dispUnits`),
	"c:scaling": words(`logBase orientation max min`),
}

// needed are children that an element does not do without.
var needed = map[string][]string{
	"w:tbl": {"tblPr", "tblGrid"}, "w:tc": {"p"}, "w:document": {"body"}, "w:ftr": {"p"}, "w:hdr": {"p"}, "w:style": {"name"},
	"wp:anchor": {"simplePos", "positionH", "positionV", "extent", "docPr", "graphic"}, "wp:inline": {"extent", "docPr", "graphic"},
	"pic:pic": {"nvPicPr", "blipFill", "spPr"}, "c:barChart": {"barDir", "axId"}, "c:catAx": {"axId", "scaling", "axPos", "crossAx"}, "c:valAx": {"axId", "scaling", "axPos", "crossAx"},
}

// values are the words that an attribute may hold.
var values = map[string][]string{
	"w:jc val": words(`both center left right start end distribute`), "w:vAlign val": words(`top center bottom both`), "w:vMerge val": words(`restart continue`),
	"w:br type": words(`page column textWrapping`), "w:fldChar fldCharType": words(`begin separate end`), "w:tblLayout type": words(`fixed autofit`),
	"w:trHeight hRule": words(`atLeast exact auto`), "w:docGrid type": words(`default lines linesAndChars snapToChars`), "w:footerReference type": words(`default even first`),
	"w:headerReference type": words(`default even first`), "w:tblW type": words(`dxa pct auto nil`), "w:tcW type": words(`dxa pct auto nil`), "w:spacing lineRule": words(`auto exact atLeast`),
	"w:style type": words(`paragraph character table numbering`), "w:characterSpacingControl val": words(`doNotCompress compressPunctuation compressPunctuationAndJapaneseKana`),
}

// numbers are attributes that hold whole numbers, each with the least and the greatest.
var numbers = map[string][2]int{
	"w:sz val": {2, 3276}, "w:szCs val": {2, 3276}, "w:gridSpan val": {1, 63}, "w:gridCol w": {0, 31680}, "w:tcW w": {0, 31680}, "w:tblW w": {0, 31680},
	"w:trHeight val": {0, 31680}, "w:outlineLvl val": {0, 9}, "w:ind firstLine": {0, 31680}, "w:ind hanging": {0, 31680}, "w:ind left": {-31680, 31680}, "w:ind right": {-31680, 31680},
	"w:spacing before": {0, 31680}, "w:spacing after": {0, 31680}, "w:spacing line": {0, 31680}, "w:spacing val": {-31680, 31680}, "w:pgSz w": {1, 31680}, "w:pgSz h": {1, 31680},
	"w:pgMar left": {0, 31680}, "w:pgMar right": {0, 31680}, "w:pgMar top": {-31680, 31680}, "w:pgMar bottom": {-31680, 31680}, "wp:extent cx": {0, 27273042316900 >> 16}, "wp:extent cy": {0, 27273042316900 >> 16},
	"wp:docPr id": {0, 1<<31 - 1}, "pic:cNvPr id": {0, 1<<31 - 1}, "w:docGrid linePitch": {1, 31680},
}

func words(s string) []string { return strings.Fields(s) }
