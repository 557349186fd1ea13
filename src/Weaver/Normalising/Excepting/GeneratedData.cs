using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Brings the data of deployed code into a new build that does not have it: compilers name it by what it is.</summary>
internal static class GeneratedData
{
    private const string Name = "<PrivateImplementationDetails>";

    /// <summary>Adds the fields, and the types that give them their size, that the new build lacks.</summary>
    public static void Bring(ModuleDefinition old, ModuleDefinition @new, DeployedNames names)
    {
        if (old.GetType(Name) is not { } deployed)
            return;
        if (@new.GetType(Name) is not { } present)
        {
            present = new TypeDefinition("", Name, deployed.Attributes, @new.TypeSystem.Object);
            @new.Types.Add(present);
        }

        names.Add(deployed, present);
        foreach (var size in deployed.NestedTypes)
        {
            var partner = present.NestedTypes.FirstOrDefault(t => t.Name == size.Name);
            if (partner is null)
            {
                partner = new TypeDefinition("", size.Name, size.Attributes, names.Import(size.BaseType)) { PackingSize = size.PackingSize, ClassSize = size.ClassSize };
                present.NestedTypes.Add(partner);
            }

            names.Add(size, partner);
        }

        foreach (var field in deployed.Fields.Where(f => f.InitialValue.Length > 0 && present.Fields.All(p => p.Name != f.Name)).ToList())
            present.Fields.Add(new FieldDefinition(field.Name, field.Attributes, names.Import(field.FieldType)) { InitialValue = field.InitialValue });
    }
}
