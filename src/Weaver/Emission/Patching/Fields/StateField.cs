using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Finds the woven field that holds an object's cells: on the type itself or on an ancestor in the same assembly.</summary>
internal static class StateField
{
    /// <summary>The field as code that names <paramref name="woven"/> over <paramref name="arguments"/> sees it; null where the hierarchy has none.</summary>
    public static FieldReference? Find(TypeDefinition woven, IReadOnlyList<TypeReference> arguments, TypeImporter importer)
    {
        for (var (type, over) = (woven, arguments); ;)
        {
            if (type.Fields.Any(static f => f.Name == GeneratedName.State))
                return new FieldReference(GeneratedName.State, importer.Target.TypeSystem.Object, importer.Import(type).Over(over));
            if (type.BaseType?.GetElementType() is not TypeDefinition ancestor)
                return null;
            var references = new ReferenceRewriter(importer, new GenericMap(over, []));
            over = type.BaseType is GenericInstanceType instance ? [.. instance.GenericArguments.Select(references.Type)] : [];
            type = ancestor;
        }
    }
}
