# Makes the TrueType fonts of internal/docgen/fonts: TTC/OTF(CFF) -> subset -> TTF(glyf). Needs python3-fonttools.
# TTC/OTF(CFF) -> subset -> TTF(glyf), for Go PDF libs that only do glyf
import sys,time
from fontTools.ttLib import TTFont,newTable
from fontTools.subset import Subsetter,Options
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
src,idx,dst,family,style=sys.argv[1],int(sys.argv[2]),sys.argv[3],sys.argv[4],sys.argv[5]
t0=time.time()
f=TTFont(src,fontNumber=idx)
def charset():
    s=set(range(0x20,0x7f))|set(range(0xa0,0x180))|set(range(0x2010,0x2070))|set(range(0x3000,0x3100))|set(range(0xff00,0xfff0))|set(range(0x2460,0x2500))|set(range(0x25a0,0x2700))|set(range(0x2100,0x2200))|set(range(0x2500,0x2580))
    mode=sys.argv[6] if len(sys.argv)>6 else 'gb2312'
    if mode=='gb2312':
        for a in range(0xa1,0xf8):
            for b in range(0xa1,0xff):
                try: s.add(ord(bytes([a,b]).decode('gb2312')))
                except Exception: pass
    else: # gbk + all of URO
        s|=set(range(0x4e00,0xa000))|set(range(0x3400,0x4dc0))|set(range(0x20000,0x32000))
    return s
o=Options(); o.layout_features=[]; o.hinting=False; o.notdef_outline=True; o.name_IDs=[1,2,3,4,5,6,0,13,14]; o.drop_tables+=['GSUB','GPOS','GDEF','BASE','VORG','vhea','vmtx','DSIG']
sub=Subsetter(o); sub.populate(unicodes=charset()); sub.subset(f)
if 'CFF ' in f:
    gs=f.getGlyphSet(); order=f.getGlyphOrder(); g={}
    for n in order:
        p=TTGlyphPen(gs); gs[n].draw(Cu2QuPen(p,1.0,reverse_direction=True)); g[n]=p.glyph()
    f['loca']=newTable('loca'); gl=f['glyf']=newTable('glyf'); gl.glyphOrder=order; gl.glyphs=g
    f['hmtx'].metrics={n:(f['hmtx'].metrics[n][0], getattr(g[n],'xMin',0) if g[n].numberOfContours else 0) for n in order} if False else f['hmtx'].metrics
    gl.compile(f)
    for n in order:
        gg=g[n]; 
        if hasattr(gg,'recalcBounds'): gg.recalcBounds(gl)
        adv=f['hmtx'].metrics[n][0]; f['hmtx'].metrics[n]=(adv,getattr(gg,'xMin',0) or 0)
    del f['CFF ']
    m=f['maxp']; m.tableVersion=0x00010000
    for k,v in dict(maxZones=1,maxTwilightPoints=0,maxStorage=0,maxFunctionDefs=0,maxInstructionDefs=0,maxStackElements=0,maxSizeOfInstructions=0,maxComponentElements=0,maxPoints=0,maxContours=0,maxCompositePoints=0,maxCompositeContours=0,maxComponentDepth=0).items(): setattr(m,k,v)
    p=f['post']; p.formatType=3.0; f.sfntVersion='\000\001\000\000'
for r in f['name'].names:
    if r.nameID in (1,): r.string=family
    if r.nameID in (4,): r.string=family+' '+style
    if r.nameID==6: r.string=(family+'-'+style).replace(' ','')
f.save(dst); print(dst,len(f.getGlyphOrder()),'glyphs',round(time.time()-t0,1),'s')
