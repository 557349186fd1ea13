using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>A library to which everything is open, as a hostile patch would have it.</summary>
internal static class OpenedLibrary
{
    internal static byte[] Read(string library)
    {
        using var module = ModuleDefinition.ReadModule(library);
        var attribute = new TypeDefinition("System.Runtime.CompilerServices", "IgnoresAccessChecksToAttribute", TypeAttributes.Class, module.ImportReference(typeof(Attribute)));
        var constructor = new MethodDefinition(".ctor", MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        attribute.Methods.Add(constructor);
        module.Types.Add(attribute);
        foreach (var name in module.AssemblyReferences.Select(static r => r.Name).Append(module.Assembly.Name.Name).Append("System.Private.CoreLib"))
            module.Assembly.CustomAttributes.Add(new CustomAttribute(constructor) { ConstructorArguments = { new(module.TypeSystem.String, name) } });
        var image = new MemoryStream();
        module.Write(image);
        return image.ToArray();
    }
}
