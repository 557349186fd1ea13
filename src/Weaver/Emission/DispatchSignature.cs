using HotWeave.Weaver.IL;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission;

/// <summary>Makes methods with the signature that an export has in dispatch classes.</summary>
internal static class DispatchSignature
{
    private const MethodAttributes Abstract =
        MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.Virtual | MethodAttributes.Abstract;

    private const MethodAttributes Override =
        MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Virtual;

    /// <summary>The abstract dispatch method of <paramref name="export"/>; the caller adds it to the dispatch class.</summary>
    public static MethodDefinition DeclareAbstract(MethodDefinition export, string name, TypeImporter importer) =>
        Declare(export, name, Abstract, importer, out _);

    /// <summary>
    /// A method that overrides the dispatch method <paramref name="name"/> of <paramref name="export"/>; the caller adds it to a
    /// class that derives from the dispatch class, and gives it a body with <paramref name="rewriter"/>.
    /// </summary>
    public static MethodDefinition DeclareOverride(MethodDefinition export, string name, TypeImporter importer, out ReferenceRewriter rewriter) =>
        Declare(export, name, Override, importer, out rewriter);

    private static MethodDefinition Declare(
        MethodDefinition export, string name, MethodAttributes attributes, TypeImporter importer, out ReferenceRewriter rewriter)
    {
        var system = importer.Target.TypeSystem;
        var method = new MethodDefinition(name, attributes, system.Void) { HasThis = true };
        rewriter = StaticShape.Give(export, method, importer);
        // A constructor's dispatch method answers whether it did the construction.
        if (export.IsConstructor)
            method.ReturnType = system.Boolean;
        return method;
    }
}
