using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The class in a patch that has the accessors of one added field. They are static methods with the generic parameters of the field's type, and stay out of
/// stack traces.
/// </summary>
internal sealed class FieldClass
{
    private const TypeAttributes Attributes = TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;
    private const MethodAttributes Constructor =
        MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;

    private readonly TypeImporter _importer;

    public FieldClass(FieldDefinition field, TypeDefinition holder, TypeImporter importer)
    {
        _importer = importer;
        Field = field;
        var name = GeneratedName.Free($"<{field.Name}>field", name => holder.NestedTypes.Any(n => n.Name == name));
        Type = new TypeDefinition("", name, Attributes, Module.TypeSystem.Object);
        holder.NestedTypes.Add(Type);
    }

    public FieldDefinition Field { get; }

    public TypeDefinition Type { get; }

    public ModuleDefinition Module => _importer.Target;

    public bool IsVolatile => Field.FieldType is RequiredModifierType { ModifierType.Name: "IsVolatile" };

    /// <summary>A method with the type's generic parameters, and with the object as its first parameter if <paramref name="hasSelf"/>.</summary>
    public MethodDefinition Declare(string name, bool hasSelf)
    {
        var method = new MethodDefinition(name, Static, Module.TypeSystem.Void);
        Type.Methods.Add(method);
        GenericParameterCopy.Declare(Field.DeclaringType.GenericParameters, method);
        var references = References(method);
        GenericParameterCopy.Constrain(Field.DeclaringType.GenericParameters, method, references);
        if (hasSelf)
            method.Parameters.Add(new ParameterDefinition("self", ParameterAttributes.None, references.Type(Field.DeclaringType.SelfReference())));
        DispatchSubclass.Hide(Module, method);
        return method;
    }

    /// <summary>Gives a type of the patch an empty static constructor.</summary>
    public static MethodDefinition DeclareConstructor(TypeDefinition type)
    {
        var constructor = new MethodDefinition(".cctor", Constructor, type.Module.TypeSystem.Void);
        type.Methods.Add(constructor);
        return constructor;
    }

    /// <summary>Takes references of the field's type to a context with the same generic parameters.</summary>
    public ReferenceRewriter References(IGenericParameterProvider context) => new(_importer, new GenericMap([.. context.GenericParameters], []));

    /// <summary>The field's type, as a generic argument: pointers, which cannot be one, are native integers.</summary>
    public TypeReference ValueOf(IGenericParameterProvider context) => Plain(Field.FieldType) switch
    {
        PointerType or FunctionPointerType => Module.TypeSystem.IntPtr,
        var type => References(context).Type(type),
    };

    private static TypeReference Plain(TypeReference type) => type is IModifierType modified ? Plain(modified.ElementType) : type;
}
